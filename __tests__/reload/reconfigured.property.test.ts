import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../../lib/balancer/balancer.js';
import { balanceCommand } from '../../lib/cli/commands/balance.js';
import { parseConfig } from '../../lib/cli/options/config-file.js';
import { configReader } from '../../lib/cli/reload/config-reader.js';
import { BALANCER_TABLE } from '../../lib/control/option-table.js';
import type { BalancerOptions } from '../../lib/control/options.js';
import { Reloader } from '../../lib/reload/reloader.js';
import type { BackendSpec } from '../../lib/routing/backend.js';
import { libraryOptions } from '../../lib/schema/library.js';
import { runs } from '../helpers/effort.js';

const read = configReader(balanceCommand, [], {});

/** A list of backends, each with a name, an address of few, and a weight. */
const backends = fc
  .uniqueArray(fc.record({ name: fc.integer({ min: 1, max: 5 }), port: fc.integer({ min: 1, max: 6 }) }), {
    selector: ({ name }) => name,
    minLength: 1,
    maxLength: 4,
  })
  .filter((list) => new Set(list.map(({ port }) => port)).size === list.length)
  .chain((list) =>
    fc.tuple(
      ...list.map(({ name, port }) =>
        fc.constantFrom('', '@2', '@9').map((weight) => `B${name}=127.0.0.1:${port}${weight}`),
      ),
    ),
  );

const time = fc.constantFrom('100ms', '7s', '5m');
const count = fc.constantFrom(1, 7, 500);
/** Values of every option that can be changed while it runs. */
const OPTIONS = {
  algorithm: fc.constantFrom('round-robin', 'auto', 'maglev', 'peak-ewma', 'random'),
  choices: fc.constantFrom(2, 5),
  sample: fc.constantFrom('distinct', 'independent'),
  'ewma-decay': time,
  'sticky-key': fc.constantFrom('ip', 'ip-port', 'none'),
  'sticky-max': count,
  'sticky-ttl': time,
  'slow-start': fc.constantFrom('off', '3s', '9s'),
  'health-check': fc.constantFrom('tcp', 'http:/x', 'tls'),
  'health-check-interval': time,
  'health-check-timeout': time,
  'health-check-rise': count,
  'health-check-fall': count,
  'dns-interval': time,
  observe: fc.constantFrom('connect', 'traffic'),
  'on-failover': fc.constantFrom('keep', 'close'),
  reroute: fc.constantFrom('on', 'off'),
  allow: fc.constantFrom('all', '10.0.0.0/8', '127.0.0.1,::1'),
  deny: fc.constantFrom('none', '10.0.0.0/8'),
  'rate-limit': fc.constantFrom('off', 5),
  'max-connections': count,
  'max-per-backend': fc.constantFrom('unlimited', 3),
  'queue-max': count,
  'queue-timeout': time,
  'send-proxy': fc.constantFrom('off', 'v1', 'v2'),
  'wait-for-backend-timeout': time,
  'connect-timeout': time,
  'idle-timeout': time,
  'half-close-timeout': time,
  'tcp-keepalive': time,
  'drain-timeout': time,
};
const config = fc
  .record({ backends, ...OPTIONS }, { requiredKeys: ['backends'] })
  .map((settings) => JSON.stringify({ port: 0, ...settings }));

async function valuesOf(text: string): Promise<Readonly<Record<string, unknown>>> {
  const found = await read(text, { origin: 'file', isSent: false });
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.values;
}

function started(values: Readonly<Record<string, unknown>>): Balancer {
  const options = libraryOptions(BALANCER_TABLE, values as never) as Partial<BalancerOptions>;
  return new Balancer({ ...options, backends: values.backends as readonly BackendSpec[] });
}

/** How a balancer stands, in no order of its backends. */
function standing(balancer: Balancer): object {
  const { backends: all, generation, operator, ...rest } = balancer.snapshot();
  const said = all.map(
    ({ name, host, port, source, config: configured, operator: word, effective, load }) => ({
      ...{ name, host, port, source, configured, word, weight: effective.weight, max: load.max },
    }),
  );
  expect(generation).toBeGreaterThan(0);
  return {
    ...{ ...rest, operator, settings: balancer.settings() },
    backends: said.sort((a, b) => a.name.localeCompare(b.name)),
  };
}

/** What is settled at the start. */
const FIXED = [
  ...['host', 'port', 'engine', 'backends', 'accept-proxy', 'trust', 'record', 'record-max', 'seed'],
  ...['cluster', 'cluster-id', 'cluster-share', 'cluster-timeout', 'cluster-strict'],
  ...['backends-file', 'dns-empty', 'dns-hold', 'dns-server'],
];

describe('a balancer that is reconfigured', () => {
  it('has values here of every option that can be changed', () => {
    const live = Object.keys(BALANCER_TABLE).filter((name) => !FIXED.includes(name));
    expect(Object.keys(OPTIONS).sort()).toEqual(live.sort());
  });

  it('stands as one that was started so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(config, { minLength: 2, maxLength: 4 }), async ([first = '', ...others]) => {
        const balancer = started(await valuesOf(first));
        const reloader = new Reloader({
          ...{ balancer, read, table: balanceCommand.options },
          values: await valuesOf(first),
        });
        for (const text of others) {
          const { result } = await reloader.check(text, 'file');
          const before = standing(balancer);
          expect(await reloader.check(text, 'file')).toMatchObject({ result });
          expect(standing(balancer)).toEqual(before); // to plan changes nothing
          expect(await reloader.replace(text)).toMatchObject({ result });
          expect(standing(balancer)).toEqual(standing(started(await valuesOf(text))));
          expect(await reloader.replace(text)).toMatchObject({ result: 'unchanged' });
          // What is in force can be read again, and is the same.
          const { settings } = await parseConfig(JSON.stringify(reloader.effective()));
          expect(await reloader.check(JSON.stringify(settings), 'file')).toMatchObject({
            result: 'unchanged',
          });
        }
      }),
      { numRuns: runs(30) },
    );
  });
});
