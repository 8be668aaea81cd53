import { expect, test } from '@jest/globals';
import { clientKeys } from '../../../lib/simulator/workload/client-keys.js';
import { runOf } from '../test-scenarios.js';

test('each client has a key of its own, which the seed decides', () => {
  expect(clientKeys(1, 2)).toEqual(clientKeys(1, 2));
  expect(new Set([1, 2, 3].flatMap((seed) => clientKeys(seed, 100))).size).toBe(300);
  expect(clientKeys(1, 0)).toEqual([]);
});

test('hashing places the clients of each seed elsewhere', () => {
  const shares = [1, 2, 3, 4].map((seed) =>
    runOf(
      { algorithm: 'rendezvous', backends: 10, keys: 50, load: 0.5, requests: 5000 },
      seed,
    ).perBackend.map(({ picked }) => Math.round(picked / 90)),
  );
  expect(new Set(shares.map(String)).size).toBe(4);
});
