// The two benchmarks: what is measured, beside whom, what that wants to be installed, and where it is told.
import { columns, PEERS, SIMULATOR_PEERS, simulatorColumns } from './peers/index.js';
import { balancersReport } from './report.js';
import { simulatorReport } from './simulator-report.js';
import { SIMULATOR_WORKS, WORKS } from './work/index.js';

/** What a balancer costs. */
export const balancers = {
  works: WORKS,
  peers: PEERS,
  columns,
  needs: [
    { command: 'wrk', package: 'wrk' },
    { command: 'nginx', package: 'nginx' },
  ],
  report: balancersReport,
};

/** What an event of the simulator costs. */
export const simulators = {
  works: SIMULATOR_WORKS,
  peers: SIMULATOR_PEERS,
  columns: simulatorColumns,
  needs: [],
  report: simulatorReport,
};
