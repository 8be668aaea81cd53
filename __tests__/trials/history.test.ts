import { describe, expect, it } from '@jest/globals';
import { historiesOf, historyFinder, type ConnectionRecord } from '../../trials/chaos/history.js';

const at = (ms: number): string => new Date(ms).toISOString();
const open = (ms: number, client: string, backend: string): ConnectionRecord => ({
  ...{ event: 'connection_open', timestamp: at(ms), client, backend },
});
const moved = (ms: number, client: string, backend: string): ConnectionRecord => ({
  ...{ event: 'connection_moved', timestamp: at(ms), client, backend },
});
const close = (ms: number, client: string, backend: string | null): ConnectionRecord => ({
  ...{ event: 'connection_close', timestamp: at(ms), client, backend },
  ...{ durationMs: 50, bytesIn: 3, bytesOut: 8, end: 'client_closed' },
});

const history = {
  ...{ client: 'c:1', begunAt: 100, openedAt: 100, closedAt: 150, backends: ['B1'] },
  ...{ end: 'client_closed', bytesIn: 3, bytesOut: 8 },
};

describe('the histories of a log', () => {
  it('go from the opening to the close', () => {
    const records = [
      open(100, 'c:1', 'B1'),
      { event: 'failback', timestamp: at(120) },
      close(150, 'c:1', 'B1'),
    ];

    expect(historiesOf(records)).toEqual({ histories: [history], breaches: [] });
  });

  it('tell all backends that a client was moved to, and when it came to the last one', () => {
    const records = [open(100, 'c:1', 'B1'), moved(130, 'c:1', 'B2'), close(150, 'c:1', 'B2')];

    expect(historiesOf(records)).toEqual({
      histories: [{ ...history, openedAt: 130, backends: ['B1', 'B2'] }],
      breaches: [],
    });
  });

  it('are those of clients without a backend, too', () => {
    expect(historiesOf([close(150, 'c:1', null)])).toEqual({
      histories: [{ ...history, openedAt: undefined, backends: [] }],
      breaches: [],
    });
  });

  it.each<[string, ConnectionRecord[]]>([
    ['c:1 was opened and never closed', [open(1, 'c:1', 'B1')]],
    ['c:1 was closed and had not been opened', [close(1, 'c:1', 'B1')]],
    ['c:1 was opened twice', [open(1, 'c:1', 'B1'), open(2, 'c:1', 'B1'), close(3, 'c:1', 'B1')]],
    ['c:1 was moved and had not been opened', [moved(1, 'c:1', 'B1')]],
    ['c:1 had B1 and was closed at B2', [open(1, 'c:1', 'B1'), close(2, 'c:1', 'B2')]],
    [
      'c:1 was closed and had not been opened',
      [open(1, 'c:1', 'B1'), close(2, 'c:1', 'B1'), close(3, 'c:1', 'B1')],
    ],
  ])('are broken when %s', (breach, records) => {
    expect(historiesOf(records).breaches).toEqual([breach]);
  });
});

describe('the histories of connections whose worker was lost', () => {
  const ofWorker = (worker: number, record: ConnectionRecord): ConnectionRecord => ({ ...record, worker });
  const lost = (ms: number, worker: number, pid: number): ConnectionRecord => ({
    ...{ event: 'worker_lost', timestamp: at(ms), worker, pid },
  });

  it('end with it, and others do not', () => {
    const { histories, breaches } = historiesOf([
      ofWorker(1, open(100, 'c:1', 'B1')),
      ofWorker(2, open(100, 'c:2', 'B1')),
      lost(150, 1, 77),
      ofWorker(2, close(200, 'c:2', 'B1')),
    ]);

    expect(breaches).toEqual([]);
    expect(histories).toMatchObject([
      { client: 'c:1', closedAt: 150, end: 'worker_lost', lostWith: 77 },
      { client: 'c:2', closedAt: 200, end: 'client_closed' },
    ]);
  });

  it('are broken when they are those of another worker, or began afterwards', () => {
    const other = [ofWorker(2, open(100, 'c:1', 'B1')), lost(150, 1, 77)];
    const later = [lost(150, 1, 77), ofWorker(1, open(160, 'c:1', 'B1'))];

    for (const records of [other, later])
      expect(historiesOf(records).breaches).toEqual(['c:1 was opened and never closed']);
  });
});

describe('finding the history of a client', () => {
  const { histories } = historiesOf([
    ...[open(1000, 'c:1', 'B1'), close(2000, 'c:1', 'B1')],
    ...[open(10_000, 'c:1', 'B2'), close(11_000, 'c:1', 'B2')],
    ...[open(2100, 'c:2', 'B3'), close(2200, 'c:2', 'B3')],
  ]);
  const find = historyFinder(histories);
  const backendOf = (client: string, begunAt: number, endedAt: number): string | undefined =>
    find({ client, begunAt, endedAt })?.backends[0];

  it('tells two apart that had the same port at different times', () => {
    expect(backendOf('c:1', 990, 2010)).toBe('B1');
    expect(backendOf('c:1', 9990, 11_010)).toBe('B2');
  });

  it('finds none that was over before, or of another client', () => {
    expect(backendOf('c:1', 5000, 6000)).toBeUndefined();
    expect(backendOf('c:3', 1000, 2000)).toBeUndefined();
  });
});
