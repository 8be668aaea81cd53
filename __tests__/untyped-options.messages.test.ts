import { describe, expect, it } from '@jest/globals';
import { Balancer } from '../lib/balancer/balancer.js';
import { Conformance } from '../lib/check/conformance.js';
import { LoadGenerator } from '../lib/client/load/load-generator.js';
import { createScheduler, loadScenario, replay, validate } from '../lib/index.js';
import { BackendServer } from '../lib/server/backend-server.js';
import { compare, simulate } from '../lib/simulator/simulate.js';
import { WorkerGroup } from '../lib/workers/worker-group.js';
import { refusal } from './helpers/refusal.js';
import { scenarioWith } from './simulator/test-scenarios.js';

/** Whatever plain JavaScript may hand in. */
type Anything = never;

const BACKENDS = [{ host: '127.0.0.1', port: 1 }];
const TARGET = { host: '127.0.0.1', port: 1 };
const KIT = { balancer: TARGET, backendPort: 0 };
const QUICK = { backends: 1, requests: 10 };
const HERE = { threads: 0 };

describe('an algorithm that is misspelt', () => {
  const algorithm = 'round-robbin' as Anything;

  it.each([
    ['createScheduler', () => createScheduler(algorithm)],
    ['a balancer', () => new Balancer({ backends: BACKENDS, algorithm })],
    ['a simulation', () => simulate({ ...QUICK, algorithm }, HERE)],
    ['a comparison', () => compare({ ...QUICK, algorithms: ['auto', algorithm] }, HERE)],
  ])('is refused by %s, which names the one that is meant', async (_what, call) => {
    const error = await refusal(call);
    expect(error).toMatchObject({ code: 'ERR_UNKNOWN_ALGORITHM', kind: 'usage' });
    expect(error.message).toMatch(
      /^unknown algorithm 'round-robbin' \(did you mean round-robin\?\): use one of auto, /,
    );
  });
});

describe('plain JavaScript', () => {
  const port = '8080' as Anything;
  const none = undefined as Anything;

  it.each([
    [
      'a balancer without options',
      () => new Balancer(none),
      'BalancerOptions cannot be undefined: use an object',
    ],
    [
      'a balancer without backends',
      () => new Balancer({}),
      'the backend list is empty: name at least one host:port',
    ],
    [
      'a backend that is a text',
      () => new Balancer({ backends: ['a:1'] as Anything }),
      'backends ["a:1"] is of the wrong type: use a list of objects',
    ],
    [
      'a backend without a host',
      () => new Balancer({ backends: [{ port: 1 }] as Anything }),
      'host is missing in {"port":1}: see BackendSpec',
    ],
    [
      'a port that is a text',
      () => new Balancer({ backends: BACKENDS, port }),
      "port '8080' is of the wrong type: use a number",
    ],
    [
      'a port that is no number',
      () => new Balancer({ backends: BACKENDS, port: NaN }),
      'port NaN is out of range: use 0 to 65535',
    ],
    [
      'a network that is no list',
      () => new Balancer({ backends: BACKENDS, allow: '10.0.0.0/8' as Anything }),
      "allow '10.0.0.0/8' is of the wrong type: use a list of strings",
    ],
    [
      'an empty host',
      () => new Balancer({ backends: BACKENDS, host: '' }),
      "host '' is empty: use 127.0.0.1, or 0.0.0.0 for all addresses",
    ],
    [
      'a backend that is nowhere',
      () => new Balancer({ backends: [{ host: '', port: 1 }] }),
      "host '' of a backend with port 1 is empty: use one such as 127.0.0.1",
    ],
    [
      'a group of half a worker',
      () => new WorkerGroup({ backends: BACKENDS }, 0.5),
      'workers 0.5 is out of range: use an integer from 1 up',
    ],
    [
      'a server with a port that is a text',
      () => new BackendServer({ port }),
      "port '8080' is of the wrong type: use a number",
    ],
    [
      'a server of a misspelt mode',
      () => new BackendServer({ mode: 'ecko' as Anything }),
      /^unknown mode 'ecko' \(did you mean echo\?\): use one of /,
    ],
    [
      'a load without a target',
      () => new LoadGenerator(none),
      'LoadOptions cannot be undefined: use an object',
    ],
    [
      'a load without a port',
      () => new LoadGenerator({ host: 'a' } as Anything),
      'port is missing in {"host":"a"}: see LoadOptions',
    ],
    [
      'a kit without a balancer',
      () => new Conformance({ backendPort: 1 } as Anything),
      'balancer is missing in {"backendPort":1}: see ConformanceOptions',
    ],
    [
      'a kit with an impossible port',
      () => new Conformance({ ...KIT, backendPort: 1e5 }),
      'backendPort 100000 is out of range: use 0 to 65535',
    ],
    [
      'a misspelt check',
      () => new Conformance({ ...KIT, only: ['idle-hodl'] }),
      /^only 'idle-hodl' is not a check \(did you mean idle-hold\?\): use /,
    ],
    [
      'randomness that is no function',
      () => createScheduler('random', 5 as Anything),
      'random 5 is of the wrong type: use a function that returns numbers from 0 to less than 1',
    ],
    ['a comparison of nothing', () => compare(none), 'ComparisonOptions cannot be undefined: use an object'],
    [
      'a comparison of no algorithm',
      () => compare({ algorithms: [] }),
      'algorithms [] names none: use two or more of ALGORITHMS',
    ],
    [
      'a scenario that was not loaded',
      () => simulate({ scenario: 'burst' as Anything }),
      "scenario 'burst' is of the wrong type: use an object",
    ],
    [
      'an event of no kind',
      () => simulate({ scenario: scenarioWith([{ at: 1, backend: 'B1' } as Anything]) }),
      'fault is missing in {"at":1,"backend":"B1"}: see ScenarioEvent',
    ],
    [
      'a misspelt fault',
      () =>
        simulate({
          scenario: scenarioWith([{ at: 1, backend: 'B1', fault: { kind: 'crush' } } as Anything]),
        }),
      /^unknown fault 'crush' \(did you mean crash\?\): use one of /,
    ],
    [
      'a name of no scenario',
      () => loadScenario('brust'),
      /^scenario 'brust' \(did you mean burst\?\) is none of /,
    ],
    [
      'a scenario of no name',
      () => loadScenario(0 as Anything),
      /^scenario 0 is of the wrong type: use one of slow-backend, /,
    ],
    [
      'a recording that is a text',
      () => replay('run.jsonl'),
      "lines 'run.jsonl' is of the wrong type: use a list or a stream of lines",
    ],
    [
      'a misspelt case',
      () => validate({ only: ['no-quee'] }),
      /^unknown case 'no-quee' \(did you mean no-queue\?\): use one of /,
    ],
    [
      'an empty patience',
      () => new Balancer({ backends: BACKENDS }).close(NaN),
      'drainTimeoutMs NaN is out of range: use milliseconds from 0 up',
    ],
    [
      'a patience that is a text',
      () => new BackendServer().close('1s' as Anything),
      "graceMs '1s' is of the wrong type: use milliseconds",
    ],
  ] as const)('is told of %s', async (_what, call, message) => {
    const error = await refusal(call);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
  });
});
