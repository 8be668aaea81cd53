import { describe, expect, it } from '@jest/globals';
import { isUsageError, runCommandLine } from '../../lib/cli/run-command-line.js';

const ONE = ['--backends', '127.0.0.1:1'];

/** What was typed, and what answers it. */
const TABLE: readonly (readonly [string[], RegExp])[] = [
  [
    ['simulate', '--clients', '5', '--load', '0.5'],
    /--load 0\.5 with --clients 5 does nothing: leave out one of them/,
  ],
  [['simulate', '--clients', '5', '--arrivals', 'bursty'], /--arrivals bursty with --clients 5 does nothing/],
  [['simulate', '--clients', '5', '--allow-overload'], /--allow-overload with --clients 5 does nothing/],
  [
    ['simulate', '--choices', '3'],
    /--choices 3 with --algorithm auto does nothing: use power-of-two or peak-ewma, or leave it out/,
  ],
  [
    ['compare', '--algorithms', 'random,power-of-two', '--ewma-decay', '3'],
    /--ewma-decay 3 with --algorithms random,power-of-two does nothing: use peak-ewma, or leave it out/,
  ],
  [
    ['simulate', '--abandoned', 'dropped'],
    /--abandoned dropped without --timeout or --scenario does nothing: give one, such as --timeout 10/,
  ],
  [
    ['balance', ...ONE, '--cluster', 'redis://127.0.0.1', '--cluster-strict', '--cluster-share', 'counts'],
    /--cluster-strict with --cluster-share counts does nothing: share sessions, or leave it out/,
  ],
  [
    ['simulate', '--queue-max', '3'],
    /--queue-max 3 without --max-connections or --max-per-backend does nothing: give one, such as --max-connections 100/,
  ],
  [
    ['simulate', '--queue-max', '3', '--scenario', 'burst'],
    /--queue-max 3 without --max-connections or --max-per-backend does nothing/,
  ],
  [
    ['simulate', '--clients', '5', '--think', '30s'],
    /--think 30s is a duration, but --service-mean 1 has no unit: use a --service-mean such as 20ms/,
  ],
  [
    ['balance', ...ONE, '--admin', 'off', '--metrics-open'],
    /--metrics-open with --admin off does nothing: leave out one of them/,
  ],
  [
    ['balance', ...ONE, '--admin', 'off', '--metrics-backends', '3'],
    /--metrics-backends 3 with --admin off does nothing: leave out one of them/,
  ],
  [['balance', ...ONE, '--watch'], /--watch without --config does nothing: give both, or leave it out/],
];

describe('an option that has no effect with the others', () => {
  it.each(TABLE)('is refused: %j', async (args, line) => {
    const error: unknown = await runCommandLine(args).catch((reason: unknown) => reason);
    expect(isUsageError(error)).toBe(true);
    expect((error as Error).message).toMatch(line);
    expect((error as Error).message).not.toContain('\n');
  });
});
