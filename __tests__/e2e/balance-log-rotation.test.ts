import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { askOnce } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { pids } from '../helpers/workers.js';

const onEnd = cleanup();
const ROTATIONS = 20;
const CLOSED = '"event":"connection_close"';

/** Asks again and again, one client after the other, until told to stop. */
async function keepAsking(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await askOnce(port);
}

describe('a log file that is moved away under load, and SIGUSR1', () => {
  it('lose and tear no line, however often', async () => {
    const file = join(await temporaryFolder(onEnd), 'lb.log');
    const options = ['--log-connections', 'all', '--log-file', file];
    const lb = startBalance(await startBackends(2, onEnd), onEnd, ...options);
    const port = await lb.port();
    const load = new AbortController();
    const clients = [1, 2, 3].map(() => keepAsking(port, load.signal));
    const rotated: string[] = [];
    // Asked again at each line of standard error.
    const inUse = async (): Promise<unknown> =>
      lb.until('a connection is in the file', () => readFileSync(file, 'utf8').includes(CLOSED));
    for (let n = 1; n <= ROTATIONS; n++) {
      await inUse();
      renameSync(file, `${file}.${n}`);
      rotated.push(`${file}.${n}`);
      // What comes meanwhile belongs to the old file.
      await lb.event('connection_close', lb.all('connection_close').length + 1);
      for (const pid of [...pids(lb), lb.child.pid ?? 0]) process.kill(pid, 'SIGUSR1');
      expect(await lb.event('log_reopened', n)).toMatchObject({ level: 'info', path: file });
    }
    await inUse();
    load.abort();
    await Promise.all(clients);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });

    const texts = [...rotated, file].map((path) => readFileSync(path, 'utf8'));
    // Standard error has every line too, in the same order.
    expect(texts.join('')).toBe(lb.stderr);
    expect(texts.map((text) => text.includes(CLOSED))).toEqual(texts.map(() => true));
    expect(texts.map((text) => text.endsWith('}\n'))).toEqual(texts.map(() => true));
    expect(lb.all('worker_lost')).toEqual([]);
    expect(lb.stderr).not.toContain('Debugger');
  });
});
