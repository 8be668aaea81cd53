import { describe, expect, it } from '@jest/globals';
import { isHeld, lengthOf, requestsPerConnection } from '../../../lib/simulator/plan/connections-kind.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';

const { parse } = requestsPerConnection;

describe('requests per connection', () => {
  it.each([
    ['1', 1],
    ['1e3', 1000],
    ['geometric:20', 'geometric:20'],
    ['Geometric:2.5', 'Geometric:2.5'],
  ])('may be %s', (text, value) => expect(parse(text)).toBe(value));

  it.each(['0', '-1', '1.5', 'many', '1e10', ''])('are not %j', (text) => {
    expect(() => parse(text)).toThrow(/is (not a whole number|out of range): use a number from 1 to/);
  });

  it.each(['geometric:', 'geometric:0.5', 'geometric:x', 'geometric:1e12'])('are not %j', (text) => {
    expect(() => parse(text)).toThrow(
      `'${text}' is not a geometric number of requests: use geometric:MEAN with a mean from 1`,
    );
  });

  it('are always as many, or of a distribution with a mean', () => {
    expect(lengthOf(5)).toEqual({ kind: 'fixed', mean: 5 });
    expect(lengthOf('geometric:7')).toEqual({ kind: 'geometric', mean: 7 });
    expect(() => lengthOf('seven')).toThrow("'seven' is not a number of requests: use 1 to");
    expect([1, 2, 'geometric:1', 'geometric:2', undefined].map(isHeld)).toEqual([
      ...[false, true, false, true],
      false,
    ]);
  });
});

describe('a plan', () => {
  it('has no connections where each request has one of its own', () => {
    for (const given of [1, 'geometric:1'])
      expect(planSimulation({ requestsPerConnection: given }).settings).not.toHaveProperty('connections');
    expect(planSimulation({ requestsPerConnection: 'geometric:9', think: 2 }).settings.connections).toEqual({
      ...{ kind: 'geometric', mean: 9, think: 2 },
    });
  });

  it('refuses connections that are never over in an open loop, and a pause after which nothing comes', () => {
    expect(() => planSimulation({ requests: 100, requestsPerConnection: 101 })).toThrow(
      'requestsPerConnection 101 is more than there are requests, 100: use fewer, more requests, or clients',
    );
    expect(() => planSimulation({ requests: 100, requestsPerConnection: 1e9, clients: 3 })).not.toThrow();
    expect(() => planSimulation({ think: 2 })).toThrow(
      /^think .*without clients or several requestsPerConnection does nothing: give one, such as clients 50/,
    );
  });
});
