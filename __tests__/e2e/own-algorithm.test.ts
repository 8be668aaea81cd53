import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

/** Picks its last member, which is the last backend that came up. */
const LAST = `
export default class {
  members = new Set();
  add(candidate) { this.members.add(candidate); }
  remove(candidate) { this.members.delete(candidate); }
  loadChanged() {}
  weightChanged() {}
  pick(tried) {
    const left = [...this.members].filter((member) => !tried.has(member));
    return { candidate: left.sort((one, other) => one.index - other.index).at(-1), why: 'last' };
  }
}`;
const THROWING = LAST.replace('pick(tried) {', 'pick(tried) {\n    tried.nothing.at(0);');
const READY = LAST.replace('export default class', 'class Last').concat('\nexport default new Last();');

/** What fails in a pick where no call of the algorithm does. */
const LATE = [
  ['a promise', "Promise.reject(new Error('late'));"],
  ['a timer', "setTimeout(() => { throw new Error('late'); });"],
];

async function moduleOf(content: string, name = 'mine.js'): Promise<string> {
  const file = join(await temporaryFolder(onEnd), name);
  await writeFile(file, content);
  return file;
}

describe('lbsim balance --algorithm FILE', () => {
  it.each([
    ['a class', LAST],
    ['a scheduler', READY],
  ])('picks by %s, and records it for a replay that is given the file', async (_name, content) => {
    const file = await moduleOf(content);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const backends = await startBackends(2, onEnd);
    const options = ['--algorithm', file, '--sticky-key', 'none', '--record', record];
    const lb = startBalance(backends, onEnd, ...options);
    const port = await lb.port();
    expect((await lb.event('listening')).algorithm).toBe('mine');
    expect([await askOnce(port), await askOnce(port)]).toEqual(['B2', 'B2']);
    expect((await lb.event('connection_open')).why).toBe('last');
    await lb.kill('SIGTERM');

    const without = await runLbsim(['replay', record]);
    expect(without.stderr).toBe(
      `lbsim: recording '${record}' was made with an algorithm that is not lbsim's own, mine (${file}): give it, as in --algorithm ${file}\n`,
    );
    expect(without.status).toBe(2);
    const replayed = await runLbsim(['replay', record, '--algorithm', file]);
    expect(replayed.stdout).toContain('by rule: last 2\n2 of 2 picks identical\n');
    expect(replayed.status).toBe(0);
  });

  it('serves clients by round-robin when it throws, and says so in one line', async () => {
    const file = await moduleOf(THROWING);
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, '--algorithm', file, '--sticky-key', 'none');
    const port = await lb.port();
    expect([await askOnce(port), await askOnce(port), await askOnce(port)]).toEqual(['B1', 'B2', 'B1']);
    await lb.event('connection_open', 3);
    expect(lb.all('connection_open').map(({ why }) => why)).toEqual(Array(3).fill('round-robin'));
    const reason = "pick threw TypeError: Cannot read properties of undefined (reading 'at') (mine.js:9)";
    expect(await lb.event('algorithm_failed')).toMatchObject({
      level: 'warn',
      algorithm: 'mine',
      file,
      method: 'pick',
      kind: 'threw',
      reason,
      message: `algorithm ${file} failed: ${reason}; round-robin picks instead`,
    });
  });

  it.each(LATE)('goes on with round-robin when %s fails, and replays that', async (_what, late) => {
    const file = await moduleOf(LAST.replace('pick(tried) {', `pick(tried) {\n    ${late}`));
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const backends = await startBackends(2, onEnd);
    for (const workers of ['1', '2']) {
      const options = ['--algorithm', file, '--sticky-key', 'none', '--workers', workers, '--record', record];
      const lb = startBalance(backends, onEnd, ...options);
      const port = await lb.port();
      expect(await askOnce(port)).toBe('B2');
      const reason = `a timer or an unawaited promise threw Error: late (mine.js:9)`;
      expect(await lb.event('algorithm_failed')).toMatchObject({
        ...{ level: 'warn', algorithm: 'mine', file, method: null, kind: 'uncaught', reason },
        message: `algorithm ${file} failed: ${reason}; round-robin picks from now on`,
      });
      expect([await askOnce(port), await askOnce(port)].sort()).toEqual(['B1', 'B2']);
      await lb.kill('SIGTERM');
      const replayed = await runLbsim(['replay', record, '--algorithm', file]);
      expect(replayed).toMatchObject({ status: 0, stderr: '' });
      expect(replayed.stdout).toContain('3 of 3 picks identical\n');
    }
  });

  it('understands aliases from the command line, the environment and a config file', async () => {
    const config = await moduleOf('algorithm: leastconn\n', 'lb.yaml');
    const [backend] = await startBackends(1, onEnd);
    const given = [
      ['--algorithm', 'RR'],
      ['--config', config],
    ];
    const names = [];
    for (const options of given) {
      const lb = startBalance(backend ? [backend] : [], onEnd, ...options);
      names.push((await lb.event('listening')).algorithm);
    }
    expect(names).toEqual(['round-robin', 'least-connections']);
    const { stdout } = await runLbsim(['simulate', '--requests', '100', '--json'], {
      env: { LBSIM_ALGORITHM: 'p2c' },
    });
    expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'power-of-two' });
  });
});

describe('lbsim simulate and compare with a file', () => {
  const quick = ['--requests', '1000', '--backends', '3', '--load', '0.3'];

  it('run it in threads, and call it by its file', async () => {
    const file = await moduleOf(LAST, 'my-last.js');
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
    const file = await moduleOf(THROWING);
    const option = command === 'simulate' ? ['--algorithm', file] : ['--algorithms', `random,${file}`];
    const { stdout, stderr, status } = await runLbsim([command, ...option, ...quick]);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `lbsim: algorithm '${file}' failed: pick threw TypeError: Cannot read properties of undefined (reading 'at') (mine.js:9): fix it\n`,
    );
    expect(status).toBe(1);
  });

  it.each(LATE)('end with status 1 and one line when %s fails later', async (_what, late) => {
    const file = await moduleOf(LAST.replace('pick(tried) {', `pick(tried) {\n    ${late}`));
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
    const file = await moduleOf(THROWING);
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
    const files = [await moduleOf(LAST), await moduleOf(LAST)];
    const { stderr, status } = await runLbsim(['compare', '--algorithms', files.join(','), ...quick]);
    expect(stderr).toBe(
      `lbsim: --algorithms '${files[0]}' and '${files[1]}' are both called mine: give one of them another name\n`,
    );
    expect(status).toBe(2);
  });

  it('refuse a single scheduler', async () => {
    const file = await moduleOf(READY);
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
    const file = content === undefined ? `/nowhere/${name}` : await moduleOf(content, name);
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
