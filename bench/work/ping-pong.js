import { wrk } from '../wrk.js';
import { throughWrk } from './through-wrk.js';

const PERCENTILES = ['p50', 'p99'];
const MANY = 16;

/** How long an answer takes: over one connection by how much longer than without a balancer, over several in all. */
export const pingPong = {
  name: 'ping-pong',
  about:
    'one tiny request at a time; over one connection what it takes longer than straight to the backend, over 16 how long it takes',
  lines: [
    ...PERCENTILES.map((name) => ({ name, text: `ping-pong, added latency, ${name}`, unit: 'µs' })),
    ...PERCENTILES.map((name) => ({
      name: `${name}-of-16`,
      text: `ping-pong of 16, latency, ${name}`,
      unit: 'µs',
    })),
  ],
  run(bench) {
    let direct = {};
    const load = (port, seconds, connections = 1) => wrk(bench.processes, port, { connections, seconds });
    return throughWrk(
      bench,
      pingPong,
      async (balancer, seconds) => {
        const one = await load(balancer.port, seconds);
        const many = await load(balancer.port, seconds, MANY);
        return Object.fromEntries(
          PERCENTILES.flatMap((name) => [
            [name, one[name] - direct[name]],
            [`${name}-of-${MANY}`, many[name]],
          ]),
        );
      },
      async (backend) => {
        direct = await load(backend.ports[0], bench.seconds);
      },
    );
  },
};
