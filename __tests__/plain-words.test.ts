import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../lib/cli/commands/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Words and phrases that stop a reader: whoever is tempted to use one says what the program does, in the field's terms. */
const UNPLAIN: readonly RegExp[] = [
  /\bso (many|much|few)\b/i,
  /\bfor so long\b/i,
  /\bwho(m|ever)\b/i,
  /\b(the|of) lots\b|\bdraws? lots\b/i,
  /\bdice\b/i,
  /\b(the )?very (same|bytes|code|requests)\b/i,
  /\bin vain\b/i,
  /\bbefalls?\b/i,
  /\bleast grave\b/i,
  /\bno time at all\b/i,
  /\bmend (it|that|its)\b/i,
  /\bbare word\b/i,
  /\b(written|changed) no more\b|\bthe most there may be\b/i,
  /\bhas its fill\b/i,
  /\bof no account\b/i,
  /\bcall(s|ed) down\b/i,
  /\bis no (number|recording|file|backend)\b(?! (of|no\.))/i,
  /\bnot surely\b|\bhow surely\b/i,
  /\bless is better\b|\bin times of\b/i,
  /\bnobody answered\b|\btook it (up|down)\b/i,
  /\bthat need not\b|\bcounts when it ends\b/i,
];

/** Words of theory and of the code for which users read another: latency, mean service times. */
const INTERNAL: readonly RegExp[] = [/\bequal factors\b|\bservice means\b/i, /\bmean sojourn\b/i];

const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'what-happens-when.md')
    .map((name) => join('docs', name)),
];

function unplainIn(text: string, words: readonly RegExp[] = [...UNPLAIN, ...INTERNAL]): string[] {
  return words.flatMap((each) => {
    const match = each.exec(text);
    return match === null ? [] : [text.slice(Math.max(0, match.index - 40), match.index + 40)];
  });
}

/** What the pages show of a program is looked at in that program. */
function proseOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[^]*?^```$/gm, '');
}

describe('plain words', () => {
  it.each(PAGES)('in %s', (page) => {
    expect(unplainIn(proseOf(page))).toEqual([]);
  });

  it.each(['', ...COMMANDS.map(({ name }) => name)])('in lbsim %s --help', (command) => {
    const words = [join(ROOT, 'bin/lbsim.js'), ...(command === '' ? [] : [command]), '--help'];
    const { stdout, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(unplainIn(stdout)).toEqual([]);
  });

  it('in texts and comments of the program', () => {
    const sources = ['lib', 'dashboard'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    );
    const found = sources
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) =>
        readFileSync(join(ROOT, name), 'utf8')
          .split('\n')
          .flatMap((line) => {
            const isComment = /^\s*(\/?\*|\/\/)/.test(line);
            return unplainIn(line, isComment ? UNPLAIN : undefined).map((found) => `${name}: ${found}`);
          }),
      );
    expect(found).toEqual([]);
  });
});
