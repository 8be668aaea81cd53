const suite = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
};

/** What workers can change: the end-to-end tests in which a balancer carries connections. */
const WITH_WORKERS = [
  'balance-*',
  'check',
  'ctl-changes',
  'ctl-clients',
  'ctl-hold',
  'ctl-stopping',
  'kill-under-load',
  'local-ports',
  'own-algorithm',
  'reload',
  'signals',
];

/** What the engine can change, for another run on the one that `auto` does not take where there is epoll: how bytes go. */
const ON_NODE = [
  'balancer/balancer',
  'e2e/balance-bytes',
  'e2e/balance-descriptors',
  'e2e/balance-failover',
  'e2e/balance-keepalive',
  'e2e/balance-limits',
  'e2e/balance-lost-backend',
  'e2e/balance-mass-outage',
  'e2e/balance-moves',
  'e2e/balance-no-backend',
  'e2e/balance-observe',
  'e2e/balance-proxy-protocol',
  'e2e/balance-stood-still',
  'e2e/balance-stopping',
  'e2e/balance-timeouts',
  'e2e/balance-unread-resets',
  'e2e/check',
  'e2e/kill-under-load',
  'e2e/local-ports',
  'e2e/what-happens-when',
];

/**
 * Of those with workers, what they cannot change: how a file of backends is read and watched, names are looked up, backends are
 * probed and picked and logs written, which one process does in any case; and what happens within one connection: its header, its
 * bytes, its time-outs, its end.
 */
const WITHOUT_WORKERS = [
  'balance-backends-file',
  String.raw`balance-backends-file\.errors`,
  'balance-bytes',
  'balance-discovery',
  'balance-hashing',
  'balance-health',
  'balance-health-check',
  'balance-keepalive',
  'balance-log-stalled',
  'balance-names',
  'balance-peak-ewma',
  'balance-proxy-protocol',
  'balance-scheduling',
  'balance-stood-still',
  'balance-timeouts',
  'balance-unread-resets',
];

/**
 * What `npm test` runs in part, as it takes long in full: every property with more runs, and every case of tests whose cases
 * are alike. helpers/effort.ts says which part.
 */
const THOROUGH = ['**/*.property', 'e2e/reload.load', 'simulator/balancer/delivery.requests'];

/** What `npm test` leaves out: surroundings that fail, long tables, and whatever else takes more time than it is worth each time. */
const LEFT_TO_THOROUGH = [
  'admin/events-api',
  'admin/requests-api',
  'check/checks/index',
  'check/lab',
  'cli/bad-input',
  'cli/help-notes',
  'cluster/history.property',
  'e2e/bad-input',
  'e2e/balance-backends-file',
  'e2e/balance-backends-file.errors',
  'e2e/balance-bytes',
  'e2e/balance-discovery',
  'e2e/balance-engine',
  'e2e/balance-hashing',
  'e2e/balance-health',
  'e2e/balance-health-check',
  'e2e/balance-keepalive',
  'e2e/balance-limits',
  'e2e/balance-log-stalled',
  'e2e/balance-lost-backend',
  'e2e/balance-moves',
  'e2e/balance-names',
  'e2e/balance-no-backend',
  'e2e/balance-observe',
  'e2e/balance-peak-ewma',
  'e2e/balance-proxy-protocol',
  'e2e/balance-record',
  'e2e/balance-scheduling',
  'e2e/balance-stood-still',
  'e2e/balance-timeouts',
  'e2e/balance-unread-resets',
  'e2e/calibrate',
  'e2e/check',
  'e2e/check-others',
  'e2e/cli-completion',
  'e2e/cli-help',
  'e2e/client-failover',
  'e2e/client-verdicts',
  'e2e/cluster',
  'e2e/cluster.failures',
  'e2e/ctl',
  'e2e/ctl-changes',
  'e2e/ctl-clients',
  'e2e/ctl-follow',
  'e2e/ctl-hold',
  'e2e/ctl-own-algorithm',
  'e2e/ctl-status',
  'e2e/ctl-stopping',
  'e2e/ctl-words',
  'e2e/debugger',
  'e2e/fatal-error',
  'e2e/fifos',
  'e2e/foreign-text',
  'e2e/kill-under-load',
  'e2e/library-lookups',
  'e2e/local-ports',
  'e2e/metrics',
  'e2e/operations.hold',
  'e2e/operations.layers',
  'e2e/operations.property',
  'e2e/output-fits',
  'e2e/output-lost',
  'e2e/own-algorithm',
  'e2e/own-algorithm.simulator',
  'e2e/playground',
  'e2e/reload',
  'e2e/replay',
  'e2e/server-faults',
  'e2e/server-forward',
  'e2e/service-manager',
  'e2e/signals',
  'e2e/silent-name-server',
  'e2e/simulator-commands',
  'e2e/simulator-html',
  'e2e/simulator-scenarios-page',
  'e2e/simulator-validate',
  'e2e/terminal',
  'e2e/top',
  'e2e/what-happens-when',
  'e2e/workers',
  'e2e/workers-coming-up',
  'e2e/workers-ending',
  'e2e/workers-primary-stood-still',
  'examples/containers',
  'net/pending-reset',
  'schedulers/cost',
  'server/backend-server.resets',
  'server/backend-server.stopping',
  'simulator/balancer/lagged-scheduler',
  'simulator/determinism',
  'simulator/measures/batch-estimate',
  'simulator/sharing/sharing',
  'simulator/simulation.property',
  'simulator/workload/retries',
  'transport/connection-pump.gone',
  'transport/connection-pump.reset',
  'transport/connection-pump.unread',
  'watched-file',
];

/**
 * `npm test` runs the project `lbsim`, `npm run test:all` all five.
 *
 * @type {import('jest').Config}
 */
export default {
  // One more than the processors of a small machine: end-to-end tests wait as often as they work.
  maxWorkers: 3,
  // No verdict is to depend on how fast the machine is; this only ends what hangs. Beside eight busy loops a test takes ten times
  // as long as alone, and the longest takes 20 s.
  testTimeout: 300_000,
  projects: [
    {
      ...suite,
      displayName: 'lbsim',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: [
        String.raw`\.browser\.test\.ts$`,
        ...LEFT_TO_THOROUGH.map((name) => `__tests__/${name}\\.test\\.ts$`),
      ],
    },
    {
      ...suite,
      displayName: 'two-workers',
      testMatch: WITH_WORKERS.map((name) => `<rootDir>/__tests__/e2e/${name}.test.ts`),
      testPathIgnorePatterns: WITHOUT_WORKERS.map((name) => `__tests__/e2e/${name}\\.test\\.ts$`),
      setupFiles: ['<rootDir>/__tests__/helpers/two-workers.ts'],
    },
    {
      ...suite,
      displayName: 'node-engine',
      testMatch: ON_NODE.map((name) => `<rootDir>/__tests__/${name}.test.ts`),
      setupFiles: ['<rootDir>/__tests__/helpers/node-engine.ts'],
    },
    { ...suite, displayName: 'browser', testMatch: ['<rootDir>/__tests__/**/*.browser.test.ts'] },
    {
      ...suite,
      displayName: 'thorough',
      testMatch: [...LEFT_TO_THOROUGH, ...THOROUGH].map((name) => `<rootDir>/__tests__/${name}.test.ts`),
      setupFiles: ['<rootDir>/__tests__/helpers/thorough.ts'],
    },
  ],
};
