import { describe, expect, it } from '@jest/globals';
import { recordedConnections } from '../../lib/recording/recorded-connections.js';
import { serviceSamples } from '../../lib/recording/service-samples.js';
import { headerOf } from './recorded.js';

const backends = [{ host: '127.0.0.1', port: 8881 }];
const HEADER = headerOf({ algorithm: 'round-robin', backends });
const recordingOf = (...entries: readonly unknown[]): string =>
  [HEADER, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('the connections of a recording', () => {
  const text = recordingOf(
    ['healthy', 0, true],
    ['opened', 0, 1000, 1],
    ['added', 1, { host: '127.0.0.1', port: 8882, name: 'B2' }],
    ['opened', 1, 1001.5, 2],
    ['closed', 1, 1011.5, 2, true],
    ['closed', 0, 1020, 1, false],
    ['opened', 0, 1030, 3],
  );

  it('are those that have closed, in the order in which they were opened', () => {
    expect(recordedConnections(text, 'r')).toEqual({
      header: HEADER,
      backends: ['127.0.0.1:8881', 'B2'],
      connections: [
        { backend: 0, openedAt: 1000, closedAt: 1020, established: false },
        { backend: 1, openedAt: 1001.5, closedAt: 1011.5, established: true },
      ],
    });
  });

  it('give service times, if they were established', () => {
    expect(serviceSamples(text, 'r')).toEqual([10]);
    expect(serviceSamples('5ms\n7ms\n', 'd')).toEqual([5, 7]);
    const none = recordingOf(['opened', 0, 1, 1], ['closed', 0, 9, 1, false]);
    expect(() => serviceSamples(none, 'r')).toThrow("recording 'r' has no connection that was established");
  });

  it('leave out a last line that was cut short', () => {
    expect(recordedConnections(`${text}["closed",0,10`, 'r').connections).toHaveLength(2);
  });

  it.each([
    [[['opened', 0]], "recording 'r' has no times of its connections, as an earlier lbsim wrote it: record"],
    [
      [
        ['opened', 0, 5, 1],
        ['closed', 0, 4, 1, true],
      ],
      "'r', line 3: time 4 goes back, it was 5",
    ],
    [[['closed', 0, 4, 1, true]], "'r', line 2: connection 1 is not open to backend 0"],
    [[['opened', 1, 5, 1]], 'line 2: 1 in ["opened",1,5,1] is not a backend that is known'],
  ])('are refused of %j', (entries, message) => {
    expect(() => recordedConnections(recordingOf(...entries), 'r')).toThrow(message);
  });
});
