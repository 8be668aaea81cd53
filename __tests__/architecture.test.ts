import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const LIB = fileURLToPath(new URL('../lib', import.meta.url));

/** The rooms, top to bottom. An import may go down or stay in its row, never up. */
const ROWS = [
  ['cli', 'index.ts'],
  ['admin'],
  ['metrics'],
  ['logging', 'demo', 'playground'],
  ['reload'],
  ['workers'],
  ['balancer', 'server', 'client', 'check', 'simulator'],
  ['control'],
  ['cluster'],
  ['dispatch', 'recording', 'discovery'],
  ['health', 'transport'],
  ['routing', 'net'],
  ['load-algorithm.ts', 'uncaught-failure.ts'],
  ['schedulers', 'workload'],
  [
    'backend-process.ts',
    'child-node.ts',
    'close-debugger.ts',
    'end-with-parent.ts',
    'bounded-file.ts',
    'error-text.ts',
    'errors.ts',
    'failure.ts',
    'defined.ts',
    'did-you-mean.ts',
    'hidden-passwords.ts',
    'float-words.ts',
    'ignore-user-signals.ts',
    'isolating-emitter.ts',
    'latency',
    'load-with-room.ts',
    'names.ts',
    'throttle.ts',
    'option-shape.ts',
    'output',
    'printable.ts',
    'reflow.ts',
    'run-state.ts',
    'schema',
    'seeded-random.ts',
    'event-sink.ts',
    'units.ts',
    'version.ts',
    'watched-file.ts',
    'yaml-document.ts',
    'yaml-nodes.ts',
  ],
];

/** Rooms of one row that know nothing of each other. */
const APART = [
  ['balancer', 'server', 'client', 'check', 'simulator'],
  ['dispatch', 'recording'],
  ['routing', 'net'],
];

/** Each source file, relative to lib/, and what it imports of lib/. */
const IMPORTS = new Map(
  readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, importsOf(file)] as const),
);

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(LIB, file), 'utf8'));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(LIB, join(LIB, dirname(file), name)).replace(/\.js$/, '.ts'));
}

/** What the file imports of lib/ that is there when it runs. */
function valuesImportedBy(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(LIB, file), 'utf8'), ts.ScriptTarget.Latest);
  return source.statements
    .filter(ts.isImportDeclaration)
    .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
    .map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(LIB, join(LIB, dirname(file), name)).replace(/\.js$/, '.ts'));
}

const roomOf = (file: string): string => file.split(posix.sep)[0] ?? file;
const rowOf = (file: string): number => ROWS.findIndex((row) => row.includes(roomOf(file)));
const ARROWS = [...IMPORTS].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));

describe('the architecture', () => {
  it('is seen by this test', () => {
    expect(IMPORTS.size).toBeGreaterThan(50);
    expect(ARROWS.length).toBeGreaterThan(100);
    expect(ARROWS.filter(({ to }) => !IMPORTS.has(to))).toEqual([]);
  });

  it('has a row for every room', () => {
    expect([...IMPORTS.keys()].filter((file) => rowOf(file) < 0)).toEqual([]);
  });

  it('has arrows that point down only', () => {
    expect(ARROWS.filter(({ from, to }) => rowOf(to) < rowOf(from))).toEqual([]);
  });

  it('keeps apart what need not know of each other', () => {
    const between = ARROWS.filter(({ from, to }) => {
      return (
        roomOf(from) !== roomOf(to) &&
        APART.some((row) => row.includes(roomOf(from)) && row.includes(roomOf(to)))
      );
    });
    expect(between).toEqual([]);
  });

  it('has a control plane that does no I/O, and a data path that decides nothing', () => {
    const rooms = (from: string, wanted: (file: string) => boolean): string[] => [
      ...new Set(
        ARROWS.filter((arrow) => roomOf(arrow.from) === from && wanted(arrow.from)).map(({ to }) =>
          roomOf(to),
        ),
      ),
    ];
    const foundations = ROWS.at(-1) ?? [];
    const deciding = ['dispatch', 'routing', 'schedulers', 'health'];
    expect(
      rooms('dispatch', () => true)
        .filter((room) => !foundations.includes(room))
        .sort(),
    ).toEqual(['dispatch', 'routing']);
    // What the data path has of those rooms is types alone.
    const values = [...IMPORTS.keys()]
      .filter((file) => roomOf(file) === 'balancer')
      .flatMap((file) => valuesImportedBy(file).map((to) => ({ file, to })))
      .filter(({ to }) => deciding.includes(roomOf(to)));
    expect(values).toEqual([]);
  });

  it('keeps the answers of theory from the engine that they are held against', () => {
    const theory = join('simulator', 'theory');
    const knowing = [theory, join('simulator', 'validation'), join('simulator', 'report', 'run-report.ts')];
    const within = (file: string, places: readonly string[]): boolean =>
      places.some((place) => file.startsWith(place));
    const arrows = ARROWS.filter(({ to }) => within(to, [theory]));

    expect(arrows.length).toBeGreaterThan(10);
    expect(arrows.filter(({ from }) => !within(from, knowing))).toEqual([]);
    // What reports and validates is where a run's figures go, not where they come from.
    const engine = ['engine', 'backends', 'balancer', 'measures', 'workload', 'scenarios', 'simulation.ts'];
    const inEngine = engine.map((place) => join('simulator', place));
    expect(ARROWS.filter(({ from, to }) => within(from, inEngine) && within(to, knowing))).toEqual([]);
  });

  it('has no circle of imports', () => {
    expect(
      [...IMPORTS.keys()].map((file) => circleFrom(file)).filter((circle) => circle !== undefined),
    ).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    const lines = [...IMPORTS.keys()].map((file) => [
      file,
      readFileSync(join(LIB, file), 'utf8').split('\n').length,
    ]);
    expect(lines.filter(([, count]) => Number(count) > 250)).toEqual([]);
  });
});

/** A way from the file back to itself, if there is one. */
function circleFrom(start: string): string[] | undefined {
  const seen = new Set<string>();
  const walk = (file: string, path: string[]): string[] | undefined => {
    for (const next of IMPORTS.get(file) ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const circle = walk(next, [...path, next]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  return walk(start, [start]);
}
