import { expect, test } from '@jest/globals';
import type { ConnectionContext } from '../../lib/balancer/connection-context.js';
import { reportUnanswered } from '../../lib/balancer/on-answer.js';
import type { Backend } from '../../lib/routing/backend.js';

const backend = { name: 'B1' } as Backend;

/** What is told of a connection that stood from 100 to 1100. */
function told(bytesIn: number, bytesOut: number, learns = true): unknown[][] {
  const reports: unknown[][] = [];
  const dispatcher = { learns, unanswered: (...report: unknown[]) => reports.push(report) };
  const context = { dispatcher, now: () => 1100 } as unknown as ConnectionContext;
  reportUnanswered(context, backend, { bytesIn, bytesOut }, 100);
  return reports;
}

test('a client that asked and had no answer tells how long it waited', () => {
  expect(told(5, 0)).toEqual([[backend, 1000]]);
});

test('a client that asked nothing, or had an answer, tells nothing, and nobody is told who does not learn', () => {
  expect(told(0, 0)).toEqual([]);
  expect(told(5, 1)).toEqual([]);
  expect(told(5, 0, false)).toEqual([]);
});
