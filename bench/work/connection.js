import { wrkThrough } from '../wrk.js';
import { throughWrk, withUserTime } from './through-wrk.js';

/** Connections that come, ask once and go. The backend closes first, so no client port is held back in TIME_WAIT. */
export const connection = {
  name: 'connection',
  about: 'connect, one tiny request, close, 16 at once',
  lines: withUserTime({ name: 'connection', text: 'connection, CPU per connection', unit: 'µs' }),
  quickly: 'Connections on Node look dearer than they are: it has not compiled all of the program by then',
  run: (bench) =>
    throughWrk(bench, connection, async (balancer, seconds) => {
      const load = { connections: 16, seconds, headers: ['Connection: close'] };
      const { cpuMs, userMs, requests } = await wrkThrough(bench.processes, balancer, load);
      return { connection: (cpuMs * 1000) / requests, 'connection-user': (userMs * 1000) / requests };
    }),
};
