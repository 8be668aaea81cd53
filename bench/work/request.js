import { wrkThrough } from '../wrk.js';
import { throughWrk, withUserTime } from './through-wrk.js';

/** Small questions and answers over connections that stay. */
export const request = {
  name: 'request',
  about: 'tiny requests over 64 connections that stay open',
  lines: withUserTime({ name: 'request', text: 'request, CPU per request', unit: 'µs' }),
  run: (bench) =>
    throughWrk(bench, request, async (balancer, seconds) => {
      const { cpuMs, userMs, requests } = await wrkThrough(bench.processes, balancer, {
        connections: 64,
        seconds,
      });
      return { request: (cpuMs * 1000) / requests, 'request-user': (userMs * 1000) / requests };
    }),
};
