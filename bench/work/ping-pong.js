import { wrk } from '../wrk.js';
import { throughWrk } from './through-wrk.js';

const PERCENTILES = ['p50', 'p99'];

/** How much longer an answer takes than without a balancer, nothing else going on. */
export const pingPong = {
  name: 'ping-pong',
  about: 'one tiny request at a time over one connection; what it takes longer than straight to the backend',
  lines: PERCENTILES.map((name) => ({ name, text: `ping-pong, added latency, ${name}`, unit: 'µs' })),
  run(bench) {
    let direct = {};
    const load = (port, seconds) => wrk(bench.processes, port, { connections: 1, seconds });
    return throughWrk(
      bench,
      pingPong,
      async (balancer, seconds) => {
        const figures = await load(balancer.port, seconds);
        return Object.fromEntries(PERCENTILES.map((name) => [name, figures[name] - direct[name]]));
      },
      async (backend) => {
        direct = await load(backend.ports[0], bench.seconds);
      },
    );
  },
};
