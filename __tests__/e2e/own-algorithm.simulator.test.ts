import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LAST, LATE, moduleOf, READY, THROWING } from '../helpers/algorithm-files.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('lbsim simulate and compare with a file', () => {
  const quick = ['--requests', '1000', '--backends', '3', '--load', '0.3'];

  it('run it in threads, and call it by its file', async () => {
    const file = await moduleOf(onEnd, LAST, 'my-last.js');
    const three = ['--replications', '3', '--json', ...quick];
    const simulated = await runLbsim(['simulate', '--algorithm', file, ...three]);
    expect(JSON.parse(simulated.stdout)).toMatchObject({ algorithm: 'my-last', replications: 3 });
    const compared = await runLbsim(['compare', '--algorithms', `rr,${file}`, '--json', ...quick]);
    const { runs, pairs } = JSON.parse(compared.stdout) as { runs: { algorithm: string }[]; pairs: object[] };
    expect(runs.map(({ algorithm }) => algorithm)).toEqual(['round-robin', 'my-last']);
    expect(pairs).toHaveLength(1);
    const page = join(await temporaryFolder(onEnd), 'page.html');
    expect((await runLbsim(['simulate', '--algorithm', file, '--html', page, ...quick])).status).toBe(0);
  });

  it.each(['simulate', 'compare'])('%s ends with status 1 and one line when it throws', async (command) => {
    const file = await moduleOf(onEnd, THROWING);
    const option = command === 'simulate' ? ['--algorithm', file] : ['--algorithms', `random,${file}`];
    const { stdout, stderr, status } = await runLbsim([command, ...option, ...quick]);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `lbsim: algorithm '${file}' failed: pick threw TypeError: Cannot read properties of undefined (reading 'at') (mine.js:9): fix it\n`,
    );
    expect(status).toBe(1);
  });

  it.each(LATE)('end with status 1 and one line when %s fails later', async (_what, late) => {
    const file = await moduleOf(onEnd, LAST.replace('pick(tried) {', `pick(tried) {\n    ${late}`));
    for (const command of [
      ['simulate', '--algorithm', file],
      ['compare', '--algorithms', `${file},random`],
    ]) {
      const { stdout, stderr, status } = await runLbsim([...command, ...quick]);
      expect([stdout, stderr, status]).toEqual([
        '',
        `lbsim: algorithm '${file}' failed: a timer or an unawaited promise threw Error: late (mine.js:9): fix it\n`,
        1,
      ]);
    }
  });

  it('end the others, too, when one throws', async () => {
    const file = await moduleOf(onEnd, THROWING);
    // The other one would take hours.
    const { status } = await runLbsim([
      'compare',
      '--algorithms',
      `${file},random`,
      '--requests',
      '1e9',
      '--yes',
    ]);
    expect(status).toBe(1);
  });

  it('refuse two of one name', async () => {
    const files = [await moduleOf(onEnd, LAST), await moduleOf(onEnd, LAST)];
    const { stderr, status } = await runLbsim(['compare', '--algorithms', files.join(','), ...quick]);
    expect(stderr).toBe(
      `lbsim: --algorithms '${files[0]}' and '${files[1]}' are both called mine: give one of them another name\n`,
    );
    expect(status).toBe(2);
  });

  it('refuse a single scheduler', async () => {
    const file = await moduleOf(onEnd, READY);
    const { stderr, status } = await runLbsim(['simulate', '--algorithm', file, ...quick]);
    expect(stderr).toBe(
      `lbsim: algorithm '${file}' is one scheduler, and a simulation makes several: use a class, or a function that returns a new one\n`,
    );
    expect(status).toBe(2);
  });
});

describe('a bad file', () => {
  const { typescript: isStripped } = process.features as { typescript?: unknown };
  const typescript = isStripped ? 'lacks add' : 'is TypeScript, which Node ';
  it.each([
    ['mine.js', 'export default class {', 'cannot be loaded (SyntaxError: '],
    ['mine.js', 'throw new Error("boom\\nand more");', 'cannot be loaded (Error: boom (mine.js:1)): node '],
    ['mine.js', 'import "./missing.js"; export default 1;', 'cannot be loaded (Error: Cannot find module '],
    ['mine.mjs', 'export class Mine {}', 'has no default export: write export default before its class, or '],
    [
      'mine.mjs',
      'export default 5;',
      'exports 5 as its default: export a class, or a function that returns ',
    ],
    [
      'mine.mjs',
      'export default class { add() {} pick() {} }',
      'lacks remove, loadChanged, weightChanged: add them',
    ],
    [
      'mine.js',
      'await new Promise(() => {}); export default 1;',
      'cannot be loaded (a top-level await in it never ends): fix it',
    ],
    ['mine.ts', 'export default class { pick(): void {} }', typescript],
    ['mine.txt', undefined, 'cannot be read (ENOENT: no such file or directory): check the path'],
  ])('%s of %j is refused in one line, with status 2', async (name, content, wrong) => {
    const file = content === undefined ? `/nowhere/${name}` : await moduleOf(onEnd, content, name);
    const commands = [
      ['balance', '--backends', '127.0.0.1:1', '--algorithm', file],
      ['simulate', '--algorithm', file],
      ['compare', '--algorithms', `auto,${file}`],
    ];
    for (const command of commands) {
      const { stdout, stderr, status } = await runLbsim(command);
      expect(stdout).toBe('');
      expect(stderr.split('\n')).toEqual([
        expect.stringContaining(`lbsim: algorithm '${file}' ${wrong}`),
        '',
      ]);
      expect(status).toBe(2);
    }
  });
});
