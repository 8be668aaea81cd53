import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { cleanup } from '../helpers/cleanup.js';
import { BALANCER } from './what-happens-when/balancer.js';
import { CLIENTS } from './what-happens-when/clients.js';
import { COMING_BACK } from './what-happens-when/coming-back.js';
import { LIMITS } from './what-happens-when/limits.js';
import { LOST } from './what-happens-when/lost.js';
import { rowsOfPage } from './what-happens-when/page.js';
import { Stage } from './what-happens-when/stage.js';
import { faultCell } from './what-happens-when/story.js';
import { UNREACHABLE } from './what-happens-when/unreachable.js';

const onEnd = cleanup();
const SECTIONS = [UNREACHABLE, LOST, COMING_BACK, LIMITS, ...CLIENTS, BALANCER];
const STORIES = SECTIONS.flatMap(({ heading, stories }) =>
  stories.map((story) => ({ heading, story, fault: faultCell(story) })),
);
const PAGE = rowsOfPage();

describe('docs/what-happens-when.md says what happens when', () => {
  it.each(STORIES)('$fault', async ({ heading, story, fault }) => {
    const stage = new Stage(story, onEnd);
    const client = await story.play(stage, onEnd);
    const row = { heading, fault, client, log: await stage.log() };
    expect(PAGE.find((candidate) => candidate.fault === fault && candidate.heading === heading)).toEqual(row);
  });

  it('and nothing that no story shows', () => {
    const told = STORIES.map(({ heading, fault }) => `${heading}: ${fault}`);
    expect(PAGE.map(({ heading, fault }) => `${heading}: ${fault}`)).toEqual(told);
    expect(new Set(told).size).toBe(told.length);
  });

  it('for every way in which a connection may end', () => {
    const ends = PAGE.flatMap(({ log }) =>
      [...log.matchAll(/`connection_close` (\w+)/g)].map(([, end]) => end),
    );
    expect([...new Set(ends)].sort()).toEqual(membersOf('ConnectionEnd').sort());
  });
});

/** The strings that a union of lib/balancer/events.ts is made of, as the compiler sees them. */
function membersOf(union: string): string[] {
  const file = fileURLToPath(new URL('../../lib/control/events.ts', import.meta.url));
  const program = ts.createProgram([file], { module: ts.ModuleKind.NodeNext, noLib: true, types: [] });
  const source = program.getSourceFile(file);
  const alias = source?.statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === union);
  if (alias === undefined) throw new Error(`no type ${union} in ${file}`);
  const type = program.getTypeChecker().getTypeAtLocation(alias);
  return (type.isUnion() ? type.types : [type]).flatMap((one) => (one.isStringLiteral() ? [one.value] : []));
}
