import type { Catalogue } from './family.js';

/** What each process tells. Of a balancer with workers it is the primary, which decides. */
export const PROCESS_CATALOGUE = {
  lbsim_build_info: { type: 'info', labels: ['version', 'node'], help: 'Versions of lbsim and of Node.js' },
  lbsim_admin_requests_total: {
    type: 'counter',
    labels: ['route', 'code'],
    help: 'Requests to the admin API, by path template and status; a path that there is not is other',
  },
  process_cpu_seconds_total: {
    type: 'counter',
    labels: [],
    help: 'Processor time of the process, user and system',
  },
  process_resident_memory_bytes: { type: 'gauge', labels: [], help: 'Resident memory of the process' },
  process_open_fds: { type: 'gauge', labels: [], help: 'Open file descriptors of the process (Linux)' },
  process_max_fds: { type: 'gauge', labels: [], help: 'File descriptors that the process may have (Linux)' },
  process_start_time_seconds: { type: 'gauge', labels: [], help: 'Start of the process, in Unix time' },
  nodejs_eventloop_lag_p99_seconds: {
    type: 'gauge',
    labels: [],
    help: 'Event loop delay that 99 % do not exceed since the last scrape, sampled each 10 ms; from the second scrape on',
  },
} as const satisfies Catalogue;
