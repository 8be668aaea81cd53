import { wrkThrough } from '../wrk.js';
import { throughWrk, withUserTime } from './through-wrk.js';

/** Much data over few connections. */
export const bulk = {
  name: 'bulk',
  about: 'answers of 1 MB over 16 connections that stay open; MB are 10^6 bytes that arrived',
  lines: withUserTime({ name: 'bulk', text: 'bulk, CPU per MB', unit: 'ms' }),
  run: (bench) =>
    throughWrk(bench, bulk, async (balancer, seconds) => {
      const load = { path: '/1m', connections: 16, seconds };
      const { cpuMs, userMs, bytes } = await wrkThrough(bench.processes, balancer, load);
      return { bulk: cpuMs / (bytes / 1e6), 'bulk-user': userMs / (bytes / 1e6) };
    }),
};
