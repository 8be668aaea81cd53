import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import type { Exposition } from '../helpers/exposition.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { scrape } from '../helpers/scrape.js';

const onEnd = cleanup();

/** A page on which this holds, as soon as there is one: what workers have measured comes later. */
async function pageWhere(lbsim: Lbsim, holds: (page: Exposition) => boolean): Promise<Exposition> {
  let page = await scrape(lbsim);
  while (!holds(page)) page = await scrape(lbsim);
  return page;
}

function expectConsistent(page: Exposition): void {
  const open = page.sum('lbsim_client_connections');
  expect(page.sum('lbsim_client_connections_ended_total')).toBe(
    page.sum('lbsim_client_connections_total') - open,
  );
}

describe.each([
  ['in one process', []],
  ['with two workers', ['--workers', '2']],
])('the metrics of a balancer %s', (_what, options) => {
  it('agree with what its clients count', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd), ...options);
    const port = await lb.port();
    const [sent, received] = ['hello\n'.length, 'B1:hello\n'.length];
    for (let n = 1; n <= 20; n++) {
      const client = await TestClient.connect(port);
      await client.ask('hello');
      await client.close();
    }
    const live = await Promise.all(
      [1, 2, 3].map(async () => {
        const client = await TestClient.connect(port);
        onEnd(() => client.socket.destroy());
        await client.ask('hello');
        return client;
      }),
    );
    const page = await pageWhere(
      lb,
      (each) =>
        each.sum('lbsim_client_connections_ended_total') === 20 &&
        each.sum('lbsim_client_received_bytes_total') === 23 * sent,
    );
    expectConsistent(page);
    expect(page.of('lbsim_client_connections_total')).toBe(23);
    expect(page.of('lbsim_client_connections{state="served"}')).toBe(3);
    expect(page.of('lbsim_client_connections_ended_total{end="client_closed"}')).toBe(20);
    expect(page.of('lbsim_client_sent_bytes_total')).toBe(23 * received);
    expect(page.of('lbsim_client_connection_duration_seconds_count')).toBe(20);
    expect(page.sum('lbsim_picks_total', 'why="round-robin"')).toBe(23);
    expect(page.sum('lbsim_backend_connections')).toBe(3);
    expect(page.sum('lbsim_backend_connections_total')).toBe(23);
    expect(page.sum('lbsim_backend_sent_bytes_total')).toBe(23 * sent);
    expect(page.sum('lbsim_backend_received_bytes_total')).toBe(23 * received);
    expect(page.sum('lbsim_backend_connect_seconds_count')).toBe(23);
    expect(page.sum('lbsim_backend_first_byte_seconds_count')).toBe(23);
    expect(page.sum('lbsim_worker_connections')).toBe(options.length > 0 ? 3 : 0);

    await Promise.all(live.map(async (client) => client.close()));
    const after = await pageWhere(lb, (each) => each.sum('lbsim_client_connections_ended_total') === 23);
    expectConsistent(after);
    expect(after.of('lbsim_client_sent_bytes_total')).toBe(23 * received);
    expect(after.sum('lbsim_client_connections')).toBe(0);
  });

  it('never become less under load, and are consistent on every page', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd), ...options);
    const port = await lb.port();
    const load = { isOver: false };
    const clients = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let n = 0; n < 25; n++) {
          const client = await TestClient.connect(port);
          await client.ask('hello');
          await client.close();
        }
      }),
    ).finally(() => (load.isOver = true));
    let before = await scrape(lb);
    const counters = [
      'lbsim_client_connections_total',
      'lbsim_client_received_bytes_total',
      'lbsim_picks_total',
    ];
    while (!load.isOver) {
      const page = await scrape(lb);
      expectConsistent(page);
      for (const counter of counters) expect(page.sum(counter)).toBeGreaterThanOrEqual(before.sum(counter));
      before = page;
    }
    await clients;
    const last = await pageWhere(lb, (each) => each.sum('lbsim_client_connections_ended_total') === 200);
    expect(last.of('lbsim_client_connections_total')).toBe(200);
  });

  it('tell how look-ups, waits and outages ended', async () => {
    const desk = await Desk.open(onEnd);
    const backends = await startBackends(1, onEnd);
    const sticky = ['--sticky-key', 'ip', '--max-per-backend', '1', '--queue-timeout', '200ms'];
    const lb = await desk.balance(backends, ...sticky, '--health-check-interval', '100ms', ...options);
    const port = await lb.port();
    const first = await TestClient.connect(port);
    await first.ask('hello');
    const late = await TestClient.connect(port);
    expect(await late.answer()).toBeUndefined();
    await desk.ctl('set', 'queue-timeout', '600s');
    const waiting = await TestClient.connect(port);
    const answer = waiting.ask('hello');
    await pageWhere(lb, (page) => page.of('lbsim_client_connections{state="queued"}') === 1);
    await first.close();
    expect(await answer).toBe('B1:hello');
    await waiting.close();
    await backends[0]?.crash();
    await lb.event('failover');
    await backends[0]?.start();
    await lb.event('failback');
    const page = await pageWhere(lb, (each) => each.sum('lbsim_client_connections_ended_total') === 3);
    expect(page.of('lbsim_queue_wait_seconds_count{outcome="timeout"}')).toBe(1);
    expect(page.of('lbsim_queue_wait_seconds_count{outcome="served"}')).toBe(1);
    expect(page.of('lbsim_queue_wait_seconds_count{outcome="left"}')).toBe(0);
    expect(page.of('lbsim_client_connections_ended_total{end="queue_timeout"}')).toBe(1);
    expect(page.of('lbsim_session_lookups_total{result="miss"}')).toBe(1);
    expect(page.of('lbsim_session_lookups_total{result="hit"}')).toBe(1);
    expect(page.of('lbsim_picks_total{backend="B1",why="sticky"}')).toBe(1);
    expect(page.of('lbsim_backend_transitions_total{backend="B1",to="down"}')).toBe(1);
    expect(page.of('lbsim_backend_transitions_total{backend="B1",to="up"}')).toBe(1);
    expect(page.of('lbsim_backend_down_seconds_total{backend="B1"}')).toBeGreaterThan(0);
    expect(page.of('lbsim_backend_probes_total{backend="B1",result="connection_refused"}')).toBeGreaterThan(
      0,
    );
  });

  it('have no label that a client can choose', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd), ...options);
    const port = await lb.port();
    const names: string[] = [];
    for (let n = 0; n < 5; n++) {
      const client = await TestClient.connect(port);
      names.push(client.name);
      await client.ask(`secret-${n}`);
      await client.close();
    }
    const page = await pageWhere(lb, (each) => each.sum('lbsim_client_connections_ended_total') === 5);
    for (const name of names) expect(page.text).not.toContain(name);
    expect(page.text).not.toContain('secret-');
  });
});

it('counts the clients of a worker that dies as ended', async () => {
  const desk = await Desk.open(onEnd);
  const lb = await desk.balance(await startBackends(1, onEnd), '--workers', '2');
  const client = await TestClient.connect(await lb.port());
  client.socket.on('error', () => undefined);
  await client.ask('hello');
  const { worker } = await lb.until('a worker with a client', () => lb.all('worker_started')[0]);
  const before = await pageWhere(lb, (page) => page.of('lbsim_client_received_bytes_total') === 6);
  const carrying = before.of(`lbsim_worker_connections{worker="${String(worker)}"}`) === 1 ? 0 : 1;
  process.kill(Number(lb.all('worker_started')[carrying]?.pid), 'SIGKILL');
  await lb.event('worker_lost');
  const page = await pageWhere(lb, (each) => each.of('lbsim_worker_restarts_total') === 1);
  expect(page.of('lbsim_client_connections_ended_total{end="worker_lost"}')).toBe(1);
  expect(page.of('lbsim_client_connections_total')).toBe(1);
  expect(page.of('lbsim_client_received_bytes_total')).toBe(6);
  expectConsistent(page);
});
