import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { unsupported } from '../../lib/transport/epoll/self-test.js';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';

const onEnd = cleanup();
const onLinux = onlyWhere(unsupported() === undefined, 'epoll is of Linux');

/** A Node that loads no native code. */
const NO_ADDONS = { NODE_OPTIONS: '--no-addons' };

describe('--engine', () => {
  it.each([
    ['node', '1'],
    ['node', '2'],
    ['auto', '1'],
    ['auto', '2'],
  ])('%s serves, and says what it is, with %s processes', async (engine, workers) => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--engine', engine, '--workers', workers);
    const client = await TestClient.connect(await lb.port());

    expect(await client.ask('hello')).toBe('B1:hello');

    const taken = engine === 'auto' && unsupported() === undefined ? 'epoll' : 'node';
    expect(await lb.event('listening')).toMatchObject({ engine: taken, workers: Number(workers) });
    await client.close();
  });

  onLinux.it(
    'auto falls back to node where native code may not be loaded, and says why at DEBUG only',
    async () => {
      const [backend] = await startBackends(1, onEnd);
      const args = ['balance', '--port', '0', '--backends', backend?.spec ?? ''];
      const lb = new Lbsim([...args, '--engine', 'auto', '--log-level', 'debug'], { env: NO_ADDONS });
      onEnd(() => lb.kill());
      const client = await TestClient.connect(await lb.port());

      expect(await client.ask('hello')).toBe('B1:hello');

      expect(await lb.event('listening')).toMatchObject({ engine: 'node' });
      expect(await lb.event('engine_unavailable')).toMatchObject({
        level: 'debug',
        engine: 'epoll',
        reason: expect.stringContaining('koffi cannot be loaded'),
      });
      await client.close();
    },
  );

  onLinux.it.each(['1', '2'])(
    'epoll is refused where it cannot be used, with %s processes',
    async (workers) => {
      const args = [
        'balance',
        '--port',
        '0',
        '--backends',
        '127.0.0.1:1',
        '--engine',
        'epoll',
        '--workers',
        workers,
      ];
      const lb = new Lbsim(args, { env: NO_ADDONS });
      onEnd(() => lb.kill());

      expect(await lb.ended).toEqual({ status: 2, signal: null });
      expect(lb.stderr).toMatch(
        /^lbsim: engine epoll cannot be used here \(koffi cannot be loaded: .+\): use node, or auto.*\n$/,
      );
      expect(lb.all('listening')).toEqual([]);
    },
  );

  onLinux.it('node loads no native code', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--engine', 'node');
    await lb.port();

    const maps = await readFile(`/proc/${lb.child.pid}/maps`, 'utf8');

    expect(maps).not.toContain('koffi');
    const other = startBalance(await startBackends(1, onEnd), onEnd, '--engine', 'epoll');
    await other.port();
    expect(await readFile(`/proc/${other.child.pid}/maps`, 'utf8')).toContain('koffi');
  });
});
