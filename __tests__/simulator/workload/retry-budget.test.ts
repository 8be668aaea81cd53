import { expect, test } from '@jest/globals';
import { RetryBudget } from '../../../lib/simulator/workload/retry-budget.js';

/** How many of that many retries a budget allows. */
function allowed(budget: RetryBudget, retries: number, now: number): number {
  return Array.from({ length: retries }, () => budget.withdraw(now)).filter(Boolean).length;
}

test.each([
  [0.2, 200],
  [0.1, 100],
  [1, 1000],
  [0, 0],
  [Infinity, 5000],
])('of 1000 requests a budget of %p allows %i retries', (share, retries) => {
  const budget = new RetryBudget(share, 100);
  for (let request = 0; request < 1000; request++) budget.deposit(request / 20);

  expect(allowed(budget, 5000, 50)).toBe(retries);
});

test('what requests have paid in is forgotten after a window, part by part', () => {
  const budget = new RetryBudget(1, 100);
  for (const now of [5, 15, 95]) budget.deposit(now);

  expect(allowed(new RetryBudget(1, 100), 1, 0)).toBe(0);
  expect(allowed(budget, 5, 101)).toBe(2);
  expect(allowed(budget, 5, 1e6)).toBe(0);
});

test('retries are no more than their share of the requests in the long run, however many fail', () => {
  const budget = new RetryBudget(0.25, 100);
  let retries = 0;
  for (let request = 0; request < 40_000; request++) {
    budget.deposit(request / 8);
    retries += allowed(budget, 3, request / 8);
  }

  expect(retries).toBe(10_000);
});
