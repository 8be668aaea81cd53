import fc from 'fast-check';
import { ABANDONED } from '../../lib/simulator/scenarios/clients.js';
import { DISCIPLINES } from '../../lib/workload/discipline.js';
import type { SimulationOptions } from '../../lib/simulator/plan/options.js';
import type { BackendFault, ScenarioEvent } from '../../lib/simulator/scenarios/scenario.js';
import { ARRIVAL_PROCESSES } from '../../lib/workload/arrivals.js';
import { scenarioWith } from './test-scenarios.js';

const DURATION = 60;
const BACKENDS = 4;

const fault: fc.Arbitrary<BackendFault> = fc.oneof(
  fc
    .constantFrom('fail-fast', 'black-hole', 'crash', 'heal', 'heal', 'remove', 'add')
    .map((kind) => ({ kind })),
  fc.record({ kind: fc.constant('slow' as const), factor: fc.constantFrom(2, 10) }),
  fc.record({
    kind: fc.constant('cold-start' as const),
    factor: fc.constantFrom(2, 10),
    warmup: fc.constantFrom(1, 15),
  }),
);

/** Half units, so that things often happen at the same time. */
const time = fc.integer({ min: 0, max: 2 * DURATION }).map((halves) => halves / 2);

const event: fc.Arbitrary<ScenarioEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      at: time,
      backend: fc.integer({ min: 1, max: BACKENDS }).map((number) => `B${number}`),
      fault,
    }),
  },
  { weight: 1, arbitrary: fc.record({ at: time, arrivals: fc.constantFrom(0.5, 1, 3) }) },
);

/** One crashes, another falls silent with it, and the first comes back soon: searches last, and go back to who was tried. */
const trouble: fc.Arbitrary<ScenarioEvent[]> = fc
  .record({
    at: time,
    first: fc.integer({ min: 1, max: BACKENDS - 1 }),
    pause: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ at, first, pause }) => [
    { at, backend: `B${first}`, fault: { kind: 'crash' } },
    { at, backend: `B${first + 1}`, fault: { kind: 'black-hole' } },
    { at: at + pause / 2, backend: `B${first}`, fault: { kind: 'heal' } },
  ]);

const timeline = fc
  .tuple(fc.array(event, { maxLength: 14 }), fc.array(trouble, { maxLength: 2 }))
  .map(([events, troubles]) =>
    [...events, ...troubles.flat()]
      .map((each) => ({ ...each, at: Math.min(each.at, DURATION) }))
      .toSorted((a, b) => a.at - b.at),
  );

/** Small stories of four backends in which anything may go wrong: small numbers, so that queues, limits and timeouts matter. */
export const randomSettings: fc.Arbitrary<SimulationOptions> = fc
  .record({
    events: timeline,
    patience: fc.record({
      interval: fc.constantFrom(1, 4),
      timeout: fc.constantFrom(0.5, 2),
      rise: fc.integer({ min: 1, max: 3 }),
      fall: fc.integer({ min: 1, max: 3 }),
      connectTimeout: fc.constantFrom(0.5, 3, 8),
      waitTimeout: fc.constantFrom(0, 2, 20),
      requestTimeout: fc.constantFrom(5, 50),
      slowStart: fc.constantFrom(0, 5),
    }),
    workload: fc.oneof(
      fc.record({ load: fc.constantFrom(0.3, 0.8, 1.3), arrivals: fc.constantFrom(...ARRIVAL_PROCESSES) }),
      fc.record({
        clients: fc.constantFrom(1, 6, 20),
        think: fc.constantFrom(0, 2),
        requests: fc.constantFrom(1, 150),
      }),
    ),
    backends: fc.constantFrom([1, 1, 1, 1], [1, 2, 3, 0.5]),
    service: fc.constantFrom('exponential', 'deterministic', 'pareto:1.5'),
    discipline: fc.constantFrom(...DISCIPLINES),
    slots: fc.integer({ min: 1, max: 2 }),
    queueLimit: fc.constantFrom(0, 3, Infinity),
    maxPerBackend: fc.constantFrom(1, 3, Infinity),
    balancers: fc.integer({ min: 1, max: 3 }),
    requestsPerConnection: fc.constantFrom(1, 1, 3, 'geometric:4'),
    shared: fc.boolean(),
    abandoned: fc.constantFrom(...ABANDONED),
    clientsKnown: fc.constantFrom(
      { keys: 0, sticky: false },
      { keys: 7, sticky: false },
      { keys: 7, sticky: true },
    ),
  })
  .map(({ events, patience, workload, clientsKnown, shared, ...options }) => ({
    ...options,
    ...(options.requestsPerConnection !== 1 && { think: 1 }),
    ...workload,
    ...clientsKnown,
    ...(shared && options.balancers > 1 && { shareLag: 0 }),
    allowOverload: true,
    warmup: 0.1,
    scenario: scenarioWith('clients' in workload ? events.filter((each) => !('arrivals' in each)) : events, {
      ...patience,
      duration: DURATION,
    }),
  }));
