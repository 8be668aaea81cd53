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
  'kill-under-load',
  'local-ports',
  'own-algorithm',
  'signals',
  'what-happens-when',
];

/**
 * What `npm test` runs in part, as it takes long in full: every property with more runs, and every case of tests whose cases
 * are alike. helpers/effort.ts says which part.
 */
const THOROUGH = [
  '**/*.property',
  'e2e/balance-record',
  'e2e/foreign-text',
  'e2e/output-fits',
  'e2e/own-algorithm',
  'e2e/signals',
  'e2e/simulator-commands',
  'schedulers/cost',
  'simulator/balancer/delivery.requests',
];

/**
 * `npm test` runs the project `lbsim`, `npm run test:all` all four.
 *
 * @type {import('jest').Config}
 */
export default {
  // One more than the processors of a small machine: end-to-end tests wait as often as they work.
  maxWorkers: 3,
  // No verdict is to depend on how fast the machine is; this only ends what hangs. Beside eight busy loops a test takes ten times
  // as long as alone, and the longest takes 20 s.
  testTimeout: 120_000,
  projects: [
    {
      ...suite,
      displayName: 'lbsim',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: [String.raw`\.browser\.test\.ts$`],
    },
    {
      ...suite,
      displayName: 'two-workers',
      testMatch: WITH_WORKERS.map((name) => `<rootDir>/__tests__/e2e/${name}.test.ts`),
      setupFiles: ['<rootDir>/__tests__/helpers/two-workers.ts'],
    },
    { ...suite, displayName: 'browser', testMatch: ['<rootDir>/__tests__/**/*.browser.test.ts'] },
    {
      ...suite,
      displayName: 'thorough',
      testMatch: THOROUGH.map((name) => `<rootDir>/__tests__/${name}.test.ts`),
      setupFiles: ['<rootDir>/__tests__/helpers/thorough.ts'],
    },
  ],
};
