import { describe, expect, it } from '@jest/globals';
import type { Entry } from '../../lib/routing/journal.js';
import { recordingError } from '../../lib/recording/recording-error.js';
import { readEntry } from '../../lib/recording/read-entry.js';

const read = (value: unknown): Entry => readEntry(value, 3, (wrong) => recordingError('r', 2, wrong));

describe('an entry of a recording', () => {
  const entries: readonly Entry[] = [
    ['healthy', 0, true],
    ['enabled', 2, false],
    ['back', 0.125, 1],
    ['advance', 12],
    ['route', 12.000001, '10.0.0.1:5', [0, 2], 1, 'least-connections'],
    ['route', 12, null, [], null, null],
    ['sessions', 12, 'pin', '10.0.0.1', 2],
    ['sessions', 12, 'clear', null, null],
    ['stickyTtl', 1000],
    ['sessionMap', 12, { max: 5, ttlMs: 1000 }],
    ['sessionMap', 12, null],
    ['heir', 12, 0, 2],
    ['learned', 12, '10.0.0.1', 2],
    ['remote', 1, 0],
    ['remote', 1, 12],
    ['backup', 1, true],
    ['slowStart', 0],
    ['opened', 1, 12.5, 1],
    ['closed', 1, 13, 1, true],
    ['established', 13, '10.0.0.1', 1, [0]],
    ['released', 14, '10.0.0.1', 1],
    ['answered', 15, 1, 0.5],
  ];
  it.each(entries.map((entry) => [JSON.stringify(entry), entry] as const))('is %s', (text, entry) => {
    expect(read(JSON.parse(text))).toEqual(entry);
  });

  it.each([
    ['opened', 1],
    ['closed', 1],
  ])('of a recording of before is %s %s, without a time and a number', (...entry) => {
    expect(read(entry)).toEqual(entry);
  });

  it.each([
    [{ route: 1 }, /\{"route":1\} is not an entry/],
    [[], /\[\] is not an entry/],
    [['toString'], /\["toString"\] is not an entry/],
    [['opened'], /\["opened"\] has 0 details, not 3/],
    [['opened', 0, 0], /has 2 details, not 3/],
    [['opened', 0, 0, 0], /0 in .* is not a number from 1 up/],
    [['opened', 0, null, 1], /null in .* is not a time/],
    [['closed', 0, 12, 1], /has 3 details, not 4/],
    [['closed', 0, 12, 1, 1], /1 in .* is not true or false/],
    [['sessions', 1, 'drop', null, null], /'drop' in .* is not one of pin, forget, clear/],
    [['sessionMap', 1, { max: 0, ttlMs: 1 }], /is not the bounds of SESSION_MAP, or null/],
    [['learned', 1, null, 0], /null in .* is not a text/],
    [['remote', 0, -1], /-1 in .* is not a number from 0 up/],
    [['heir', 1, 0, 3], /3 in .* is not a backend/],
    [['slowStart', -1], /-1 in .* is not a time from 0 up/],
    [['stickyTtl', 0], /0 in .* is not a time above 0/],
    [['opened', 3], /3 in \["opened",3\] is not a backend that is known, 0 to 2/],
    [['opened', -1], /-1 in .* is not a backend/],
    [['opened', '0'], /'0' in .* is not a backend/],
    [['healthy', 0, 1], /1 in .* is not true or false/],
    [['advance', 'now'], /'now' in .* is not a time in milliseconds/],
    [['route', 1, 5, [], 0, 'random'], /5 in .* is not a text, or null/],
    [['route', 1, null, [0, 3], 0, 'random'], /\[0,3\] in .* is not a list of backends/],
    [['route', 1, null, null, 0, 'random'], /null in .* is not a list of backends/],
    [['route', 1, null, [], 3, 'random'], /3 in .* is not a backend that is known, 0 to 2, or null/],
    [['route', 1, null, [], 0, '\u001b[2J'], /is not the name of a rule, or null/],
    [['established', 1, null, 0, []], /null in .* is not a text/],
  ])('is not %j', (value, message) => {
    expect(() => read(value)).toThrow(message);
  });
});
