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

/** @type {import('jest').Config} */
export default {
  maxWorkers: 2,
  // No verdict is to depend on how fast the machine is; this only ends what hangs. Beside eight busy loops a test takes ten times
  // as long as alone, and the longest takes 20 s.
  testTimeout: 120_000,
  projects: [
    { ...suite, displayName: 'lbsim', testMatch: ['<rootDir>/__tests__/**/*.test.ts'] },
    {
      ...suite,
      displayName: 'two-workers',
      testMatch: WITH_WORKERS.map((name) => `<rootDir>/__tests__/e2e/${name}.test.ts`),
      setupFiles: ['<rootDir>/__tests__/helpers/two-workers.ts'],
    },
  ],
};
