import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type * as Library from '../../lib/index.js';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { TestBackend, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { MAKERS, replay } from '../helpers/operated.js';
import { until } from '../helpers/sockets.js';
import { REPORTS_IN_TIME, runs } from '../helpers/effort.js';

const onEnd = cleanup();
const BACKENDS = 4;
const CLIENTS = 3;
const PASSERS_BY = 4;
const IMPATIENT_MS = 5;
const who = fc.nat({ max: BACKENDS - 1 });
const limit = fc.constantFrom(1, 2, 5, Infinity);

const operation = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), who, weight: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('remove' as const), who }),
  fc.record({ kind: fc.constant('weight' as const), who, weight: fc.option(fc.integer({ min: 1, max: 5 })) }),
  fc.record({ kind: fc.constant('limit' as const), who: fc.option(who), limit: fc.option(limit) }),
  fc.record({
    kind: fc.constant('admin' as const),
    who,
    admin: fc.constantFrom('ready' as const, 'drain' as const, 'maint' as const, null),
  }),
  fc.record({ kind: fc.constant('pin' as const), who, client: fc.nat({ max: CLIENTS - 1 }) }),
  fc.record({ kind: fc.constant('forget' as const), client: fc.nat({ max: CLIENTS - 1 }) }),
  fc.record({ kind: fc.constant('clear' as const), who: fc.option(who) }),
  fc.record({ kind: fc.constant('ttl' as const), stickyTtlMs: fc.option(fc.constantFrom(5, 50, 60_000)) }),
  fc.record({ kind: fc.constant('algorithm' as const), algorithm: fc.constantFrom(...ALGORITHMS) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** What the balancer ought to be like. */
interface Expected {
  readonly backends: Map<
    string,
    { weight: number; admin: string; maxConnections: number | null; config: Library.BackendConfig }
  >;
  maxPerBackend: number;
  algorithm: string;
}

/** Carries the operation out. @returns the code of the error that it has to be refused with */
function operate(balancer: Library.BalancerControl, servers: readonly TestBackend[], op: Operation): void {
  if (op.kind === 'algorithm') {
    balancer.setAlgorithm(op.algorithm);
    return;
  }
  if (op.kind === 'ttl') {
    balancer.update({ stickyTtlMs: op.stickyTtlMs });
    return;
  }
  if (op.kind === 'forget') {
    balancer.forgetSession(keyOf(op.client));
    return;
  }
  const server = op.who === null ? undefined : servers[op.who];
  const name = server?.name ?? 'none';
  if (op.kind === 'add')
    balancer.addBackend({ name, host: '127.0.0.1', port: server?.port ?? 0, weight: op.weight });
  else if (op.kind === 'remove') balancer.removeBackend(name);
  else if (op.kind === 'weight') balancer.setWeight(name, op.weight);
  else if (op.kind === 'limit') balancer.setLimit(server?.name, op.limit);
  else if (op.kind === 'pin') pin(balancer, keyOf(op.client), name);
  else if (op.kind === 'clear') balancer.forgetSessions(server === undefined ? 'all' : { backend: name });
  else balancer.setAdmin(name, op.admin);
}

/** A SESSION_MAP that is full of connected clients has no room: that is no failure here. */
function pin(balancer: Library.BalancerControl, key: string, name: string): void {
  try {
    balancer.pinSession(key, name);
  } catch (error) {
    if (!(error as Error).message.includes('SESSION_MAP is full')) throw error;
  }
}

const keyOf = (client: number): string => `10.0.0.${client}`;

/** @returns the code of the error that is due, if one is */
function expectOf(
  expected: Expected,
  op: Operation,
  names: readonly string[],
  isSticky: boolean,
): string | undefined {
  const { backends } = expected;
  if (!isSticky && (op.kind === 'pin' || op.kind === 'forget' || op.kind === 'clear')) return 'ERR_STATE';
  if (op.kind === 'forget' || op.kind === 'ttl' || (op.kind === 'clear' && op.who === null)) return undefined;
  if (op.kind === 'algorithm') {
    expected.algorithm = op.algorithm;
    return undefined;
  }
  if (op.kind === 'limit' && op.who === null) {
    expected.maxPerBackend = op.limit ?? Infinity;
    for (const backend of backends.values()) backend.maxConnections = jsonOf(expected.maxPerBackend);
    return undefined;
  }
  const name = names[op.who ?? 0] ?? '';
  const backend = backends.get(name);
  if (op.kind === 'add') {
    if (backend !== undefined) return 'ERR_BACKEND_DUPLICATE';
    const maxConnections = jsonOf(expected.maxPerBackend);
    backends.set(name, { weight: op.weight, admin: 'ready', maxConnections, config: configOf(op.weight) });
  } else if (backend === undefined) return 'ERR_OPTION_INVALID';
  else if (op.kind === 'remove') backends.delete(name);
  else if (op.kind === 'weight') backend.weight = op.weight ?? backend.config.weight;
  else if (op.kind === 'limit') backend.maxConnections = jsonOf(op.limit ?? expected.maxPerBackend);
  else if (op.kind === 'admin') backend.admin = op.admin ?? 'ready';
  return undefined;
}

const configOf = (weight: number): Library.BackendConfig => ({ weight, backup: false });
const jsonOf = (limit: number): number | null => (limit === Infinity ? null : limit);

/**
 * Clients that ask one question after another, each on a connection of its own; and passers-by, of many addresses, that come
 * and soon leave, answered or not.
 */
class Traffic {
  answered = 0;
  lost = 0;
  #stopped = false;
  readonly #done: Promise<unknown>;

  constructor(port: number) {
    this.#done = Promise.all([
      ...Array.from({ length: CLIENTS }, (_, n) => this.#ask(port, keyOf(n))),
      this.#passBy(port),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #ask(port: number, address: string): Promise<void> {
    while (!this.#stopped) {
      const client = await connectFrom(port, address);
      const answer = await client.askInVain('hello');
      await client.close();
      if (answer === undefined) this.lost++;
      else this.answered++;
    }
  }

  async #passBy(port: number): Promise<void> {
    for (let n = 0; !this.#stopped; n++) {
      const client = await connectFrom(port, `10.0.1.${n % PASSERS_BY}`);
      await Promise.race([client.askInVain('hello'), sleep(IMPATIENT_MS)]);
      client.socket.destroy();
    }
  }
}

/** A client as a proxy passes it on. */
async function connectFrom(port: number, address: string): Promise<TestClient> {
  const client = await TestClient.connect(port);
  client.socket.write(`PROXY TCP4 ${address} 127.0.0.1 1024 ${port}\r\n`);
  return client;
}

describe.each(MAKERS)('%s that is operated under load', (_what, make) => {
  it('loses no connection, is what it was told to be, and its recording replays exactly', async () => {
    const servers = await Promise.all(
      Array.from({ length: BACKENDS }, (_, n) => TestBackend.start(`B${n + 1}`)),
    );
    for (const server of servers) onEnd(() => server.stop());
    const names = servers.map(({ name }) => name);
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const settings = fc.record({
      stickyKey: fc.constantFrom('none' as const, 'ip' as const),
      stickyMax: fc.constantFrom(3, 5, 1000),
      stickyTtlMs: fc.constantFrom(20, 60_000),
      slowStartMs: fc.constantFrom(0, 50),
      operations: fc.array(operation, { minLength: 15, maxLength: 25, size: 'max' }),
    });
    const property = fc.asyncProperty(settings, async ({ operations, ...options }) => {
      const [first] = servers;
      const balancer = make({
        ...options,
        backends: [{ name: 'B1', host: '127.0.0.1', port: first?.port ?? 0 }],
        port: 0,
        acceptProxy: true,
        trust: ['127.0.0.1/32'],
        algorithm: 'round-robin',
        healthCheckIntervalMs: 3_600_000,
        healthCheckTimeoutMs: 60_000,
        waitForBackendTimeoutMs: 120_000,
        queueTimeoutMs: 120_000,
        record,
      });
      onEnd(() => balancer.close(0));
      const { port } = await balancer.listen();
      const traffic = new Traffic(port);
      const expected: Expected = {
        backends: new Map([['B1', { weight: 1, admin: 'ready', maxConnections: null, config: configOf(1) }]]),
        maxPerBackend: Infinity,
        algorithm: 'round-robin',
      };
      for (const op of operations) {
        const code = expectOf(expected, op, names, options.stickyKey !== 'none');
        let thrown: unknown;
        try {
          operate(balancer, servers, op);
        } catch (error) {
          thrown = error;
        }
        expect((thrown as { code?: string } | undefined)?.code).toBe(code);
        const { algorithm, backends } = balancer.snapshot();
        expect(algorithm).toBe(expected.algorithm);
        expect(
          new Map(
            backends.map(({ name, weight, admin, maxConnections, config }) => [
              name,
              { weight, admin, maxConnections, config },
            ]),
          ),
        ).toEqual(expected.backends);
        // Those that may be used are used before the next operation.
        const isServed = [...expected.backends.values()].some(({ admin }) => admin === 'ready');
        const before = traffic.answered;
        if (isServed) await until(() => traffic.answered > before + CLIENTS);
        else await sleep(2 * IMPATIENT_MS); // some pass by, and wait without success
      }
      // Whoever still waits is to be served.
      if (expected.backends.has('B1')) balancer.setAdmin('B1', 'ready');
      else operate(balancer, servers, { kind: 'add', who: 0, weight: 1 });
      await traffic.stop();
      await balancer.close(10_000);
      expect([traffic.lost, balancer.snapshot().openConnections]).toEqual([0, 0]);
      expect(() => balancer.removeBackend('B1')).toThrow('the balancer is stopping and takes no changes');
      const report = await replay(createInterface(createReadStream(record)));
      expect(report).toMatchObject({ ok: true, truncated: false, differences: [] });
      expect(report.picks).toBeGreaterThan(0);
    });
    await fc.assert(property, { numRuns: runs(2), ...REPORTS_IN_TIME });
  });
});
