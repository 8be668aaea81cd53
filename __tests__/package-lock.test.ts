import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

it('the lock file names no registry, so that each who installs asks their own', () => {
  const lock = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  expect(lock).toContain('"integrity"');
  expect(lock).not.toMatch(/"resolved"|https?:\/\/[^"]*registry/);
});
