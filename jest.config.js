const suite = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
};

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
      testMatch: ['<rootDir>/__tests__/e2e/!(workers|simulator)*.test.ts'], // those about workers have said so, and a simulator has none
      setupFiles: ['<rootDir>/__tests__/helpers/two-workers.ts'],
    },
  ],
};
