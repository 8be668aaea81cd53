import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../lib/routing/journal.js';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import type { ReplayReport } from '../../lib/recording/report.js';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { someOf } from '../helpers/effort.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim, type Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

const CLIENTS = 10;
const EACH = 10;
const WEIGHTS = [3, 2, 1];

async function recordingFile(): Promise<string> {
  return join(await temporaryFolder(onEnd), 'run.jsonl');
}

/** So many clients at once connect again and again; what becomes of their questions is not asked here. */
async function crowd(port: number): Promise<void> {
  const one = async (): Promise<void> => {
    for (let n = 0; n < EACH; n++) await askOnce(port).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: CLIENTS }, one));
}

/** Crowds come while the second of three backends is there, while it crashes and comes back, and afterwards. */
async function eventfulRun(...options: readonly string[]): Promise<Lbsim> {
  const backends = await startBackends(WEIGHTS.length, onEnd);
  const weighted = backends.map(({ spec }, index) => ({ spec: `${spec}@${WEIGHTS[index]}` }));
  const quick = ['--health-check-interval', '100ms', '--log-connections', 'none'];
  const lb = startBalance(weighted, onEnd, ...quick, ...options);
  const port = await lb.port();
  await crowd(port);
  const meanwhile = crowd(port);
  await backends[1]?.crash();
  await lb.event('failover');
  const without = crowd(port);
  await backends[1]?.start();
  await lb.event('failback');
  await Promise.all([meanwhile, without]);
  await crowd(port);
  expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
  return lb;
}

async function replayed(file: string): Promise<ReplayReport> {
  const { stdout, stderr, status } = await runLbsim(['replay', file, '--json']);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as ReplayReport;
  expect(status).toBe(report.ok ? 0 : 1);
  return report;
}

/** What the recording says of each connection, and that it has a number of its own, an end, and no time that runs back. */
async function connectionsOf(file: string): Promise<{ ms: number; established: boolean }[]> {
  const open = new Map<number, number>();
  const connections: { ms: number; established: boolean }[] = [];
  let last = 0;
  for (const [name, ...details] of await entriesOf(file)) {
    if (name !== 'opened' && name !== 'closed') continue;
    const [, now, connection, established] = details as [number, number, number, boolean?];
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
    if (name === 'opened') {
      expect(connection).toBe(open.size + 1);
      open.set(connection, now);
    } else {
      connections.push({ ms: now - (open.get(connection) ?? NaN), established: established === true });
      open.set(connection, NaN);
    }
  }
  expect([...open.values()].every(Number.isNaN)).toBe(true);
  expect(connections.every(({ ms }) => ms >= 0)).toBe(true);
  return connections;
}

async function entriesOf(file: string): Promise<Entry[]> {
  const [, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Entry);
}

// Workers do the same for all of them.
describe.each(someOf(ALGORITHMS, 3))('lbsim balance --record, %s', (algorithm) => {
  it.each(['none', 'ip-port'])('is replayed pick by pick, with sticky key %s', async (stickyKey) => {
    const file = await recordingFile();
    const lb = await eventfulRun('--algorithm', algorithm, '--sticky-key', stickyKey, '--record', file);
    expect(lb.all('recording_full')).toEqual([]);
    expect(lb.all('recording_lost')).toEqual([]);
    const report = await replayed(file);
    expect(report).toMatchObject({ ok: true, identical: report.picks, differences: [], truncated: false });
    expect(report.recorded).toMatchObject({ algorithm, stickyKey });
    expect(report.picks).toBeGreaterThanOrEqual(4 * CLIENTS * EACH);
    expect(report.healthFlips).toBeGreaterThanOrEqual(2);
    expect(Object.values(report.backends).every((picks) => picks > 0)).toBe(true);
  });
});

describe('lbsim balance --record', () => {
  it('is replayed pick by pick with every policy that has a say, too', async () => {
    const file = await recordingFile();
    const [backup] = await startBackends(1, onEnd);
    const policies = ['--slow-start', '500ms', '--max-per-backend', '2', '--sticky-max', '1'];
    const spare = ['--backup', backup?.spec.replace('B1', 'spare') ?? ''];
    await eventfulRun('--record', file, ...policies, ...spare, '--sticky-key', 'ip-port');
    const report = await replayed(file);
    expect(report).toMatchObject({ ok: true, identical: report.picks });
    expect(report.picks).toBeGreaterThanOrEqual(4 * CLIENTS * EACH);
    const names = new Set((await entriesOf(file)).map(([name]) => name));
    const connections = await connectionsOf(file);
    expect(connections.filter(({ established }) => established).length).toBeGreaterThan(2 * CLIENTS * EACH);
    expect(connections.filter(({ established }) => !established).length).toBeGreaterThan(0);
    expect([...names].sort()).toEqual(
      ['advance', 'back', 'closed', 'established', 'healthy', 'opened', 'released', 'route'].sort(),
    );
  });

  it('has the clients too that a worker brings to their backends unasked', async () => {
    const file = await recordingFile();
    await eventfulRun('--record', file, '--workers', '2');
    const entries = await entriesOf(file);
    const opened = entries.filter(([name]) => name === 'opened').length;
    const routed = entries.filter(([name, , , , backend]) => name === 'route' && backend !== null).length;
    expect(routed).toBeGreaterThan(0);
    expect(opened).toBeGreaterThan(routed);
    expect(opened).toBe(entries.filter(([name]) => name === 'closed').length);
    expect(await connectionsOf(file)).toHaveLength(opened);
    expect(await replayed(file)).toMatchObject({ ok: true, picks: routed, identical: routed });
  });

  it('draws the same lots for the same seed', async () => {
    const runs = [];
    for (const seed of ['7', '7', '8']) {
      const file = await recordingFile();
      const options = ['--algorithm', 'random', '--sticky-key', 'none', '--seed', seed, '--record', file];
      const lb = startBalance(await startBackends(2, onEnd), onEnd, ...options);
      const port = await lb.port();
      for (let n = 0; n < 40; n++) await askOnce(port);
      await lb.kill('SIGINT');
      const picks = (await entriesOf(file)).filter(([name]) => name === 'route').map((entry) => entry[4]);
      expect(picks).toHaveLength(40);
      expect((await replayed(file)).recorded.seed).toBe(Number(seed));
      runs.push(picks.join(''));
    }
    expect(runs[1]).toBe(runs[0]);
    expect(runs[2]).not.toBe(runs[0]);
  });

  it('ends at --record-max lines, says so once, and balances on', async () => {
    const file = await recordingFile();
    const options = ['--record', file, '--record-max', '5', '--sticky-key', 'none'];
    const lb = startBalance(await startBackends(2, onEnd), onEnd, ...options);
    const port = await lb.port();
    for (let n = 0; n < 5; n++) expect(await askOnce(port)).toMatch(/^B[12]$/);
    expect(await lb.event('recording_full')).toMatchObject({ level: 'warn', file, lines: 5 });
    expect(await askOnce(port)).toMatch(/^B[12]$/);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('recording_full')).toHaveLength(1);
    expect(await entriesOf(file)).toHaveLength(4);
    expect(await replayed(file)).toMatchObject({ ok: true, lines: 5 });
  });

  it('goes on when the disk is full, and says so once', async () => {
    const options = ['--record', '/dev/full', '--sticky-key', 'none'];
    const lb = startBalance(await startBackends(2, onEnd), onEnd, ...options);
    const port = await lb.port();
    expect(await lb.event('recording_lost')).toMatchObject({ level: 'error', file: '/dev/full' });
    expect(await askOnce(port)).toMatch(/^B[12]$/);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('recording_lost')).toHaveLength(1);
  });

  it('writes anew what was there before, and nothing when an option is wrong', async () => {
    const file = await recordingFile();
    await writeFile(file, 'of before\n'.repeat(100));
    const wrong = await runLbsim(['balance', '--backends', 'a:1,a:1', '--record', file]);
    expect(wrong.status).toBe(2);
    expect(await readFile(file, 'utf8')).toMatch(/^of before/);
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--record', file);
    await lb.port();
    await lb.kill('SIGTERM');
    expect(await entriesOf(file)).toEqual([['healthy', 0, true]]);
  });

  it('leaves what can be replayed when it is killed', async () => {
    const file = await recordingFile();
    const lb = startBalance(await startBackends(2, onEnd), onEnd, '--record', file, '--sticky-key', 'none');
    const client = await TestClient.connect(await lb.port());
    await client.ask('x');
    let written = '';
    while (!written.includes('["route"')) written = await readFile(file, 'utf8');
    await lb.kill('SIGKILL');
    expect(await replayed(file)).toMatchObject({ ok: true, picks: 1, identical: 1 });
  });
});
