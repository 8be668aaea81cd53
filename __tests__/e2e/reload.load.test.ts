import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { balanceCommand } from '../../lib/cli/commands/balance.js';
import { configReader } from '../../lib/cli/reload/config-reader.js';
import { BALANCER_TABLE } from '../../lib/control/option-table.js';
import type { BalancerOptions } from '../../lib/control/options.js';
import { Reloader } from '../../lib/reload/reloader.js';
import { libraryOptions } from '../../lib/schema/library.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { TestClient, type TestBackend } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { someOf } from '../helpers/effort.js';
import { temporaryFolder } from '../helpers/folder.js';
import { MAKERS, replay } from '../helpers/operated.js';

const onEnd = cleanup();
/** A thousand in a thorough run. */
const RELOADS = someOf([100, 1000], 1).at(-1) ?? 0;
const CLIENTS = 6;
const MANY_LINES = 100_000_000;

/** What may change under clients that are all to be served. */
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  algorithm: ['round-robin', 'least-connections', 'random', 'power-of-two', 'maglev', 'ring', 'peak-ewma'],
  choices: [2, 3],
  'sticky-key': ['ip', 'ip-port', 'none', 'none'],
  'sticky-max': [1, 3, 1000],
  'sticky-ttl': ['10ms', '1h'],
  'slow-start': ['off', '20ms', '5s'],
  'max-per-backend': ['unlimited', 1, 4],
  'health-check-interval': ['1s', '1h'],
  'health-check-rise': [1, 2],
  observe: ['connect', 'traffic'],
  'on-failover': ['keep'],
  reroute: ['on', 'off'],
  'connect-timeout': ['20s', '30s'],
};

/** Some of the backends, always at least one, and other values of some options. */
function configOf(backends: readonly TestBackend[], random: () => number): string {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const listed = backends.filter(() => random() < 0.7);
  const chosen = listed.length === 0 ? [one(backends)] : listed;
  const [first, ...others] = chosen.map((backend) => `${backend.spec}@${one([1, 2, 5])}`);
  const backup = others.filter(() => random() < 0.2);
  const options = Object.entries(CHOICES).filter(() => random() < 0.5);
  return JSON.stringify({
    port: 0,
    'health-check-timeout': '60s',
    'wait-for-backend-timeout': '120s',
    'queue-timeout': '120s',
    backends: [first, ...others.filter((spec) => !backup.includes(spec))],
    ...(backup.length > 0 && { backup }),
    ...Object.fromEntries(options.map(([name, values]) => [name, one(values)])),
  });
}

/** Clients that come again and again, and some that stay. */
class Load {
  answered = 0;
  lost = 0;
  #isOver = false;
  readonly #ended: Promise<unknown>;

  constructor(port: number) {
    this.#ended = Promise.all([
      ...Array.from({ length: CLIENTS }, () => this.#come(port, 1)),
      this.#come(port, 50),
    ]);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #come(port: number, lines: number): Promise<void> {
    while (!this.#isOver) {
      const client = await TestClient.connect(port);
      for (let n = 0; n < lines; n += 1) {
        if ((await client.askInVain(`${n}`))?.endsWith(`:${n}`) === true) this.answered += 1;
        else this.lost += 1;
      }
      await client.close();
    }
  }
}

describe.each(MAKERS)('%s that is reloaded again and again', (_what, make) => {
  it('loses no connection, counts right, and its recording replays exactly', async () => {
    const backends = await startBackends(4, onEnd);
    const random = seededRandom(7);
    const read = configReader(balanceCommand, [], {});
    const first = await read(configOf(backends, random), { origin: 'file', isSent: false });
    if ('problems' in first) throw new Error(JSON.stringify(first.problems));
    const record = join(await temporaryFolder(onEnd), 'run.jsonl');
    const options = libraryOptions(BALANCER_TABLE, first.values as never) as Partial<BalancerOptions>;
    const own = { record, recordMax: MANY_LINES };
    const balancer = make({
      ...options,
      ...own,
      backends: first.values.backends as NonNullable<BalancerOptions['backends']>,
    });
    onEnd(() => balancer.close(0));
    const { port } = await balancer.listen();
    const table = balanceCommand.options;
    const reloader = new Reloader({ balancer, read, table, values: first.values });
    const load = new Load(port);
    for (let n = 0; n < RELOADS; n += 1) {
      expect(await reloader.replace(configOf(backends, random))).not.toMatchObject({ result: 'rejected' });
      const before = load.answered;
      while (n % 10 === 0 && load.answered === before) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await load.stop();
    expect(load.lost).toBe(0);
    expect(load.answered).toBeGreaterThan(RELOADS / 10);
    await balancer.close(10_000);
    expect(balancer.snapshot()).toMatchObject({ openConnections: 0, waiting: 0 });
    const { picks, identical, differences } = await replay(
      (await readFile(record, 'utf8')).trimEnd().split('\n'),
    );
    expect(differences).toEqual([]);
    expect(identical).toBe(picks);
  });
});
