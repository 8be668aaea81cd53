import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../lib/balancer/balancer.js';
import { Conformance } from '../lib/check/conformance.js';
import { LoadGenerator } from '../lib/client/load/load-generator.js';
import { ALGORITHMS, calibrate, createScheduler, replay, tcpProbe, validate } from '../lib/index.js';
import { BackendServer } from '../lib/server/backend-server.js';
import { compare, simulate } from '../lib/simulator/simulate.js';
import { refusal } from './helpers/refusal.js';
import { recordedQueue } from './simulator/calibration/recorded-queue.js';
import { scenarioWith } from './simulator/test-scenarios.js';
import { WorkerGroup } from '../lib/workers/worker-group.js';

/** Whatever plain JavaScript may hand in. */
type Anything = never;

const BACKENDS = [{ host: '127.0.0.1', port: 1 }];
const TARGET = { host: '127.0.0.1', port: 1 };
const KIT = { balancer: TARGET, backendPort: 0 };
const QUICK = { backends: 1, requests: 10 };
const HERE = { threads: 0 };
const RECORDING = recordedQueue({ means: [10], slots: 1, rate: 50, requests: 100 });

/** Every type of options that is exported: what takes it, options that will do, a key, and how it may be misspelt. */
const TYPES: readonly (readonly [string, (options: Anything) => unknown, object, string, string])[] = [
  ['BalancerOptions', (options) => new Balancer(options), { backends: BACKENDS }, 'stickyKey', 'sticky-key'],
  [
    'BalancerOptions',
    (options) => new WorkerGroup(options, 2),
    { backends: BACKENDS },
    'algorithm',
    'algoritm',
  ],
  ['BackendSpec', (backend) => new Balancer({ backends: [backend] }), TARGET, 'weight', 'wieght'],
  ['BackendServerOptions', (options) => new BackendServer(options), {}, 'faults', 'fault'],
  ['Faults', (faults) => new BackendServer({ faults }), {}, 'latencyMs', 'latency'],
  ['Faults', (faults) => new BackendServer().setFaults(faults), {}, 'refuseRatio', 'refuse-ratio'],
  ['LoadOptions', (options) => new LoadGenerator(options), TARGET, 'durationMs', 'duration'],
  ['ConformanceOptions', (options) => new Conformance(options), KIT, 'timeoutMs', 'timeout'],
  ['Address', (balancer) => new Conformance({ ...KIT, balancer }), TARGET, 'host', 'hots'],
  [
    'SchedulerOptions',
    (options) => createScheduler('random', Math.random, options),
    {},
    'choices',
    'choises',
  ],
  ['SimulationOptions', (options) => simulate(options, HERE), QUICK, 'algorithm', 'Algorithms'],
  [
    'ComparisonOptions',
    (options) => compare(options, HERE),
    { ...QUICK, algorithms: ['auto'] },
    'algorithms',
    'algorithm',
  ],
  ['RunnerOptions', (runner) => simulate(QUICK, runner), HERE, 'threads', 'thread'],
  [
    'Scenario',
    (scenario) => simulate({ ...QUICK, scenario }, HERE),
    scenarioWith([]),
    'duration',
    'durations',
  ],
  ['CalibrateOptions', (options) => calibrate(RECORDING, options), {}, 'path', 'pth'],
  ['ReplayOptions', (options) => replay([], options), {}, 'name', 'nme'],
  [
    'ValidationOptions',
    (options) => validate(options, HERE),
    { only: ['no-queue'], effort: 0.001 },
    'effort',
    'efort',
  ],
];

describe.each(TYPES)('%s of plain JavaScript', (type, take, good, key, misspelt) => {
  const takes =
    (options: unknown): (() => unknown) =>
    () =>
      take(options as never);

  it('are refused with a misspelt key, which names the one that is meant', async () => {
    const error = await refusal(takes({ ...good, [misspelt]: 1 }));
    expect(error).toMatchObject({ code: 'ERR_OPTION_INVALID', kind: 'usage' });
    expect(error.message).toBe(`unknown option '${misspelt}' (did you mean ${key}?): see ${type}`);
  });

  it('are refused with a key that is like no other, and all are named', async () => {
    const error = await refusal(takes({ ...good, constructor: 1 }));
    expect(error.message).toMatch(/^unknown option 'constructor': use one of /);
    expect(error.message).toContain(key);
  });

  it('are refused with a value of the wrong type', async () => {
    const error = await refusal(takes({ ...good, [key]: null }));
    expect(error).toMatchObject({ code: 'ERR_OPTION_INVALID', kind: 'usage' });
    expect(error.message).toMatch(new RegExp(`^${key} null is of the wrong type: use `));
  });

  it.each([[null], ['text'], [5], [true], [['list']], [Symbol('s')], [() => undefined]])(
    'cannot be %p',
    async (value) => {
      expect(await refusal(takes(value))).toMatchObject({ code: 'ERR_OPTION_INVALID', kind: 'usage' });
    },
  );
});

describe.each([[null], [undefined], [5], ['text']])('methods that are given %p', (value) => {
  const anything = value as never;
  const balancer = new Balancer({ backends: BACKENDS });

  it.each<[string, () => unknown]>([
    ['closeConnections', () => balancer.closeConnections(anything, 'fin')],
    ['sessions', () => balancer.sessions(anything)],
    ['forgetSessions', () => balancer.forgetSessions(anything)],
    ['reconfigure', () => balancer.reconfigure(anything)],
    ['reconfigure, as a list', () => balancer.reconfigure({ added: [anything] })],
    ['tcpProbe', () => tcpProbe(anything, 1000, () => undefined)],
  ])('%s refuses it', async (_method, call) => {
    expect(await refusal(call)).toMatchObject({ code: 'ERR_OPTION_INVALID', kind: 'usage' });
  });

  it.each(ALGORITHMS)('the scheduler %s refuses it', async (algorithm) => {
    const scheduler = createScheduler(algorithm);
    const calls = [
      () => scheduler.add(anything),
      () => scheduler.remove(anything),
      () => scheduler.loadChanged(anything),
      () => scheduler.weightChanged(anything, 1),
      () => scheduler.pick(anything),
      () => scheduler.explain?.(anything),
      () => (scheduler.answered ?? scheduler.add).call(scheduler, anything, 1, 0),
    ];
    for (const call of calls)
      expect(await refusal(call)).toMatchObject({ code: 'ERR_OPTION_INVALID', kind: 'usage' });
  });
});
