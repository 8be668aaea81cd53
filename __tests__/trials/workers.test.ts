import { describe, expect, it } from '@jest/globals';
import { isReplaced, workerFindings } from '../../trials/chaos/workers.js';

const lost = (pid: number, worker = 1, reason = 'killed by SIGKILL') => ({
  ...{ event: 'worker_lost', worker, pid, reason },
});
const started = (pid: number, worker = 1) => ({ event: 'worker_started', worker, pid });
const opened = (worker = 1) => ({ event: 'connection_open', worker });
const KILL = { group: 'lines', pid: 10, from: 1000, until: 1010 };

describe('a worker that was killed', () => {
  it('is replaced once another of its number has a client', () => {
    expect(isReplaced(10, [lost(10), started(11), opened()])).toBe(true);
  });

  it.each([
    ['its loss is not told', [started(11), opened()]],
    ['no other has started', [lost(10), opened()]],
    ['the one that has started has no client', [opened(), lost(10), started(11)]],
    ['only another worker has one', [lost(10), started(11), opened(2)]],
    ['only another worker has started', [lost(10), started(11, 2), opened()]],
  ])('is not replaced when %s', (_, records) => {
    expect(isReplaced(10, records)).toBe(false);
  });
});

describe('the log of workers', () => {
  const log = [started(10), opened(), lost(10), started(11), opened()];

  it('is in order when just those were lost that were killed, and all were replaced', () => {
    expect(workerFindings(log, [KILL])).toEqual([]);
  });

  it.each([
    ['nobody killed it', log, []],
    ['it ended in another way', [lost(10, 1, 'exit status 1'), started(11), opened()], [KILL]],
    ['its loss is not told', [started(10), opened()], [KILL]],
    ['its loss is told twice', [...log, lost(10), started(12), opened()], [KILL]],
    ['nobody took its place', [started(10), opened(), lost(10)], [KILL]],
    ['another was lost with it', [...log, lost(20, 2), started(21, 2), opened(2)], [KILL]],
  ])('contradicts when %s', (_, records, kills) => {
    expect(workerFindings(records, kills)).not.toEqual([]);
  });
});
