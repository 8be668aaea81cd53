import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

/** Commands that run until they are stopped, and the event at which they have begun. */
const COMMANDS: readonly (readonly [string, string, ...string[]])[] = [
  ['server', 'listening', '--port', '0'],
  ['balance', 'listening', '--port', '0', '--backends', '127.0.0.1:1'],
  ['balance', 'listening', '--port', '0', '--backends', '127.0.0.1:1', '--workers', '2'],
  ['client', 'connection_failed', '--duration', '1h', '--rate', '100', '--port', '1'],
  ['simulate', 'simulating', '--requests', '1e9', '--yes'],
];

describe('SIGUSR1', () => {
  it.each(COMMANDS)('reopens the log file of %s', async (command, begun, ...options) => {
    const file = join(await temporaryFolder(onEnd), 'lb.log');
    const lbsim = new Lbsim([command, ...options, '--log-file', file, '--log-level', 'debug']);
    onEnd(() => lbsim.kill());
    await lbsim.event(begun);
    renameSync(file, `${file}.1`);
    lbsim.child.kill('SIGUSR1');
    expect(await lbsim.event('log_reopened')).toMatchObject({ path: file });
    expect((await lbsim.kill('SIGTERM')).signal).toBeNull();
    expect(readFileSync(`${file}.1`, 'utf8')).toContain(`"event":"${begun}"`);
    expect(readFileSync(file, 'utf8')).toContain('"event":"log_reopened"');
    expect(lbsim.stderr).not.toContain('Debugger');
  });
});

describe('pretty lines', () => {
  it('have the date in a file, in the local time, and none on a pipe', async () => {
    const file = join(await temporaryFolder(onEnd), 'lb.log');
    const [backend] = await startBackends(1, onEnd);
    const env = { LBSIM_LOG_FORMAT: 'pretty', TZ: 'Asia/Kolkata' };
    const options = ['--port', '0', '--backends', backend?.spec ?? '', '--log-file', file];
    const earliest = indianTime();
    const lb = new Lbsim(['balance', ...options], { env });
    onEnd(() => lb.kill());
    await lb.until('it listens', () => lb.stderr.includes('listening'));
    const latest = indianTime();
    await lb.kill('SIGTERM');
    const [line = ''] = readFileSync(file, 'utf8').split('\n');
    expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO {2}balance {2}listening on /);
    const second = line.slice(0, earliest.length);
    expect(earliest <= second && second <= latest).toBe(true);
    expect(lb.stderr.split('\n')[0]).toBe(line.slice('2026-11-28 '.length));
  });
});

/** `2026-11-28 14:42:03` in India, whose time is neither that of the tests nor UTC. */
function indianTime(): string {
  return new Date().toLocaleString('sv-SE', { timeZone: 'Asia/Kolkata' });
}
