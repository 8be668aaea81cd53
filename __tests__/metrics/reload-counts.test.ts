import { expect, it } from '@jest/globals';
import { ReloadCounts } from '../../lib/metrics/reload-counts.js';

it('counts reloads by their events, and knows when the last good one was', () => {
  const reloads = new ReloadCounts(1);
  for (const event of ['listening', 'config_reloaded', 'config_unchanged']) reloads.logged(event, 5);
  reloads.logged('config_rejected', 9);
  expect(reloads.counts).toEqual({ applied: 1, unchanged: 1, rejected: 1 });
  expect([reloads.wasSuccessful, reloads.succeededAt]).toEqual([false, 5]);
  reloads.logged('config_unchanged', 12);
  expect([reloads.wasSuccessful, reloads.succeededAt]).toEqual([true, 12]);
});
