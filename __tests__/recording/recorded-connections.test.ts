import { describe, expect, it } from '@jest/globals';
import { recordedArrivals } from '../../lib/recording/recorded-arrivals.js';
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
      isCut: false,
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
    const { connections, isCut } = recordedConnections(`${text}["closed",0,10`, 'r');
    expect([connections.length, isCut]).toEqual([2, true]);
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

describe('each line of a recording is an entry', () => {
  const pick = (now: string): string => `["route",${now},null,[],0,"round-robin"]\n`;
  const whole = `${recordingOf(['opened', 0, 1, 1])}${pick('1')}["healthy",0,true]\n`;
  const readers = [
    (text: string) => recordedConnections(text, 'r').connections.length,
    (text: string) => recordedArrivals(text, 'r').length,
  ];

  it.each([
    ['hello\n', "line 5: 'hello' is not JSON"],
    ['["healthy",0,tr\n', `line 5: '["healthy",0,tr' is not JSON`],
    ['["nonsense",1]\n', 'line 5: ["nonsense",1] is not an entry of a recording'],
    ['{"a":1}\n', 'line 5: {"a":1} is not an entry of a recording'],
    ['\0\0\0\n', 'line 5: '],
    ['hello', "line 5: 'hello' is not JSON"],
  ])('and %j is refused wherever it stands', (line, message) => {
    const rest = line.endsWith('\n') ? pick('2') : '';
    for (const read of readers) expect(() => read(whole + line + rest)).toThrow(`recording 'r', ${message}`);
  });

  it('also one that is spaced otherwise, or has no line end, or follows an empty line', () => {
    const text = `${whole}\n [ "opened", 0, 2, 2 ] \r\n["closed",0,5,2,true]\n${pick('6')}${pick('7').trimEnd()}`;
    expect(readers.map((read) => read(text))).toEqual([1, 5]);
  });

  it('and a time past all numbers is that line’s fault', () => {
    expect(() => recordedArrivals(`${whole}${pick('1e999')}${pick('2')}`, 'r')).toThrow(
      `recording 'r', line 5: Infinity in ["route","Infinity",null,[],0,"round-robin"] is not a time`,
    );
  });

  it('behind a byte order mark, too', () => {
    expect(recordedConnections(`\uFEFF${whole}`, 'r').header).toEqual(HEADER);
    expect(recordedArrivals(`\uFEFF${whole}${pick('2')}`, 'r')).toHaveLength(3);
    expect(serviceSamples(`\uFEFF${whole}["closed",0,5,1,true]\n`, 'r')).toEqual([4]);
  });
});
