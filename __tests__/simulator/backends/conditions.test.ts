import { expect, test } from '@jest/globals';
import { Conditions, type Condition } from '../../../lib/simulator/backends/conditions.js';

test('all are well at first, and each changes for itself', () => {
  const conditions = new Conditions(3);
  conditions.set(1, 'silent');

  expect([0, 1, 2].map((backend) => conditions.of(backend))).toEqual(['well', 'silent', 'well']);
});

test.each([
  ['well', { ok: true }],
  ['failing', { ok: true }],
  ['refusing', { ok: false, reason: 'connection_refused' }],
  ['silent', undefined],
] as const)('a connection to a backend that is %s comes to %j', (condition: Condition, answer) => {
  const conditions = new Conditions(1);
  conditions.set(0, condition);

  expect(conditions.answerTo(0)).toEqual(answer);
});
