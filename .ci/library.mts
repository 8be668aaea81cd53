// What a program that uses lbsim as a library writes: compiled against the published types, then run.
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import {
  ALGORITHMS,
  Balancer,
  compare,
  createScheduler,
  LbsimError,
  loadScenario,
  simulate,
  type Candidate,
} from 'lbsim';

const members: Candidate[] = [0, 1, 2].map((index) => ({ index, weight: 1, openConnections: 0 }));
for (const algorithm of ALGORITHMS) {
  const scheduler = createScheduler(algorithm);
  for (const member of members) scheduler.add(member);
  if (scheduler.pick(new Set())?.candidate === undefined) throw new Error(`${algorithm} picked nobody`);
}

try {
  new Balancer({ backends: [] });
  throw new Error('an empty list of backends was taken');
} catch (error) {
  if (!(error instanceof LbsimError && error.code === 'ERR_BACKENDS_EMPTY')) throw error;
}

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
let answer = '';
for await (const chunk of client) answer += String(chunk);
if (answer !== 'hello') throw new Error(`the answer was '${answer}'`);
console.log(await closed);
await balancer.close();
backend.close();
