// What a program that uses lbsim as a library writes: compiled against the published types, then run.
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import {
  ALGORITHMS,
  BackendServer,
  Balancer,
  compare,
  Conformance,
  createScheduler,
  LbsimError,
  loadScenario,
  LoadGenerator,
  replay,
  runChecks,
  simulate,
  validate,
  type Algorithm,
  type Backend,
  type BalancerOptions,
  type Candidate,
  type CustomScheduler,
  type ErrorCode,
  type Pick,
} from 'lbsim';

class Last implements CustomScheduler {
  readonly members = new Set<Candidate>();
  add(candidate: Candidate): void {
    this.members.add(candidate);
  }
  remove(candidate: Candidate): void {
    this.members.delete(candidate);
  }
  loadChanged(): void {}
  weightChanged(): void {}
  pick(tried: ReadonlySet<Candidate>): Pick | undefined {
    const candidate = [...this.members].findLast((member) => !tried.has(member));
    return candidate && { candidate, why: 'last' };
  }
}
const { report: ownReport } = await simulate({ algorithm: Last, backends: 2, load: 0.2, requests: 1000 });
if (ownReport.completed !== 1000) throw new Error("an algorithm of one's own loses requests");

const members: Candidate[] = [0, 1, 2].map((index) => ({ index, weight: 1, openConnections: 0 }));
for (const algorithm of ALGORITHMS) {
  const scheduler = createScheduler(algorithm);
  for (const member of members) scheduler.add(member);
  if (scheduler.pick(new Set())?.candidate === undefined) throw new Error(`${algorithm} picked nobody`);
}

/** What it refuses is refused with an error that can be told by its code. */
async function refused(code: ErrorCode, words: string, call: () => unknown): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (error instanceof LbsimError && error.code === code && error.message.includes(words)) return;
    throw error;
  }
  throw new Error(`${code} was not thrown`);
}

const backends = [{ host: '127.0.0.1', port: 1 }];
const algorithm: Algorithm = 'power-of-two';
const options: BalancerOptions = { backends, algorithm };
new Balancer(options);
await refused('ERR_BACKENDS_EMPTY', 'empty', () => new Balancer({ backends: [] }));
// @ts-expect-error an algorithm that is misspelt
await refused('ERR_UNKNOWN_ALGORITHM', 'round-robin?', () => createScheduler('round-robbin'));
// @ts-expect-error an algorithm that is misspelt
await refused('ERR_UNKNOWN_ALGORITHM', 'random?', () => new Balancer({ backends, algorithm: 'randon' }));
// @ts-expect-error an option that is misspelt
await refused('ERR_OPTION_INVALID', 'stickyKey?', () => new Balancer({ backends, stickKey: 'ip' }));
// @ts-expect-error no options
await refused('ERR_OPTION_INVALID', 'BalancerOptions', () => new Balancer());
// @ts-expect-error a port that is a text
await refused('ERR_OPTION_INVALID', 'a number', () => new BackendServer({ port: '8881' }));
// @ts-expect-error a load without a port
await refused('ERR_OPTION_INVALID', 'port', () => new LoadGenerator({ host: '127.0.0.1' }));
// @ts-expect-error a kit without a balancer
await refused('ERR_OPTION_INVALID', 'balancer', () => new Conformance({ backendPort: 0 }));
// @ts-expect-error the same
await refused('ERR_OPTION_INVALID', 'balancer', () => runChecks({ backendPort: 0 }));
// @ts-expect-error an option that is misspelt
await refused('ERR_OPTION_INVALID', 'did you mean requests?', () => simulate({ request: 10 }));
// @ts-expect-error an option that is misspelt
await refused('ERR_OPTION_INVALID', 'did you mean effort?', () => validate({ efort: 1 }));
await refused('ERR_OPTION_INVALID', 'lines', () => replay('run.jsonl'));
await refused('ERR_SCENARIO', 'did you mean burst?', () => loadScenario('brust'));

const scenario = await loadScenario('crash-restart');
const { report: story } = await simulate({ algorithm: 'round-robin', scenario });
if (story.scenario?.detections.length !== 2) throw new Error('the crash went by unnoticed');
const { report } = await compare({
  algorithms: ['random', 'power-of-two'],
  requests: 20_000,
  replications: 2,
});
if (!((report.pairs[0]?.ratio ?? 1) < 1)) throw new Error('two choices were no better than one');

const backend = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
await once(backend, 'listening');
const { port } = backend.address() as AddressInfo;
const balancer = new Balancer({
  backends: [{ host: '127.0.0.1', port, name: 'B1' }],
  port: 0,
  probe: async ({ host, port }) => {
    await once(connect(port, host).end(), 'connect');
    return true;
  },
});
const closed = once(balancer, 'connection_close');
const client = connect((await balancer.listen()).port, '127.0.0.1').end('hello');
await refused('ERR_STATE', 'listens already', () => balancer.listen());
const [first]: readonly Readonly<Backend>[] = balancer.backends;
if (first?.name !== 'B1') throw new Error('there is no B1');
let answer = '';
for await (const chunk of client) answer += String(chunk);
if (answer !== 'hello') throw new Error(`the answer was '${answer}'`);
console.log(await closed);
await balancer.close();
await refused('ERR_STATE', 'closed', () => balancer.listen());
backend.close();
