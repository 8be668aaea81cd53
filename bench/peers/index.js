import { asyncio } from './asyncio.js';
import { haproxy, haproxyTuned } from './haproxy.js';
import { lbsims, lbsimsOnSockets } from './lbsim.js';
import { nginx } from './nginx.js';
import { pen } from './pen.js';
import { pipes } from './pipe.js';
import { simpy } from './simpy.js';

/** The names that `--peers` knows. */
export const PEERS = ['lbsim', 'sockets', 'haproxy', 'tuned', 'nginx', 'pen', 'asyncio', 'pipe'];

/** All columns of the report, in its order. */
export const columns = (builds, runtimes) => [
  ...lbsims(builds, runtimes),
  ...lbsimsOnSockets(builds, runtimes),
  haproxy,
  haproxyTuned,
  nginx,
  pen,
  asyncio,
  ...pipes(runtimes),
];

/** The same of the simulators. */
export const SIMULATOR_PEERS = ['lbsim', 'simpy'];
export const simulatorColumns = (builds, runtimes) => [...lbsims(builds, runtimes), simpy];
