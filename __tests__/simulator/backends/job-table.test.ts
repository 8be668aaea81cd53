import { expect, test } from '@jest/globals';
import { GONE, JobTable, SERVED } from '../../../lib/simulator/backends/job-table.js';

test('places are given out from 0 up, and those that are free first, the last one first', () => {
  const jobs = new JobTable();
  const taken = [jobs.take(), jobs.take(), jobs.take()];
  jobs.free(0);
  jobs.free(2);

  expect([taken, jobs.take(), jobs.take(), jobs.take()]).toEqual([[0, 1, 2], 2, 0, 3]);
  expect(jobs.size).toBe(4);
});

test('a place that is free is gone, and no completion is of it', () => {
  const jobs = new JobTable();
  const job = jobs.take();
  jobs.state[job] = SERVED;
  jobs.completion[job] = 7;
  jobs.free(job);

  expect([jobs.state[job], jobs.completion[job]]).toEqual([GONE, 0]);
});

test('the table grows past its first capacity, and every column keeps what it held', () => {
  const jobs = new JobTable();
  const columns = (): Record<number, number>[] => [
    ...[jobs.arrivedAt, jobs.work, jobs.sentAt, jobs.since, jobs.completion, jobs.timeout, jobs.request],
    ...[jobs.backend, jobs.balancer, jobs.client, jobs.next, jobs.state],
  ];
  const count = 1000;
  for (let job = 0; job < count; job++) {
    expect(jobs.take()).toBe(job);
    columns().forEach((column, index) => (column[job] = (job + index) % 100));
  }
  for (let job = 0; job < count; job++)
    expect(columns().map((column) => column[job])).toEqual(columns().map((_, index) => (job + index) % 100));
});
