/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  maxWorkers: 2,
  // No verdict is to depend on how fast the machine is; this only ends what hangs.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
};
