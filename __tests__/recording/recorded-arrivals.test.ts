import { describe, expect, it } from '@jest/globals';
import { isRecording, recordedArrivals } from '../../lib/recording/recorded-arrivals.js';

const HEADER = JSON.stringify({
  recording: 2,
  lbsim: '1.0.0',
  stickyKey: 'none',
  seed: 1,
  algorithm: 'round-robin',
  backends: [{ host: '127.0.0.1', port: 8881 }],
});
const recordingOf = (...entries: readonly unknown[]): string =>
  [HEADER, ...entries.map((entry) => JSON.stringify(entry)), ''].join('\n');
const pick = (now: number): unknown => ['route', now, null, [], 0, 'round-robin'];

describe('the arrivals of a recording', () => {
  it('are the first picks of its clients', () => {
    const text = recordingOf(
      pick(1000.5),
      ['opened', 0],
      ['route', 1001, null, [0], null, null],
      ['route', 1002, null, [], null, null],
      pick(1010.5),
      ['closed', 0],
      pick(1010.5),
    );
    expect(isRecording(text)).toBe(true);
    expect(isRecording('0\n1\n')).toBe(false);
    expect(recordedArrivals(text, 'r')).toEqual([0, 10, 10]);
  });

  it('are also those of clients that a worker brought to their backend unasked', () => {
    const text = recordingOf(
      pick(1000),
      ['opened', 0, 1000, 1],
      ['opened', 0, 1020, 2],
      ['closed', 0, 1030, 1, true],
      ['route', 1040, null, [0], 0, 'round-robin'],
      ['opened', 0, 1040, 3],
    );
    expect(recordedArrivals(text, 'r')).toEqual([0, 20]);
  });

  it('leave out a last line that was cut short', () => {
    expect(recordedArrivals(`${recordingOf(pick(1), pick(3))}["route",`, 'r')).toEqual([0, 2]);
  });

  it.each([
    [recordingOf(pick(5)), "recording 'r' has too few clients (1): use one with at least 2"],
    [recordingOf(pick(5), pick(4)), "recording 'r' line 3: 4 goes back in time"],
    ['{"recording":9}\n', "recording 'r', line 1: version 9 is not one that this lbsim reads"],
    ['{"recording":\n', "recording 'r', line 1: '{\"recording\":' is not JSON"],
    [`${HEADER}\n["route",\n`, "recording 'r', line 2: '[\"route\",' is not JSON"],
  ])('are refused of %j', (text, message) => {
    expect(() => recordedArrivals(text, 'r')).toThrow(message);
  });
});
