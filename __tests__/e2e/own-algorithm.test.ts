import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LAST, LATE, moduleOf, READY, THROWING } from '../helpers/algorithm-files.js';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('lbsim balance --algorithm FILE', () => {
  it.each([
    ['a class', LAST],
    ['a scheduler', READY],
  ])('picks by %s, and records it for a replay that is given the file', async (_name, content) => {
    const file = await moduleOf(onEnd, content);
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
    const file = await moduleOf(onEnd, THROWING);
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
    const file = await moduleOf(onEnd, LAST.replace('pick(tried) {', `pick(tried) {\n    ${late}`));
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
    const config = await moduleOf(onEnd, 'algorithm: leastconn\n', 'lb.yaml');
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
