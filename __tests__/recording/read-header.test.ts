import { describe, expect, it } from '@jest/globals';
import { recordingError } from '../../lib/recording/recording-error.js';
import { readHeader } from '../../lib/recording/read-header.js';
import { backendsOf, headerOf } from './recorded.js';

const header = headerOf({
  algorithm: 'auto',
  schedulerOptions: { choices: 3, sample: 'independent', decay: 5000 },
  backends: backendsOf([1, 256], 1),
  maxPerBackend: 10,
  slowStartMs: 30_000,
  sessions: { max: 100_000, ttlMs: 3_600_000 },
});

const read = (value: unknown): unknown => readHeader(value, (wrong) => recordingError('r', 1, wrong));

describe('the header of a recording', () => {
  it('is taken as it was written', () => {
    expect(read(JSON.parse(JSON.stringify(header)))).toEqual(header);
  });

  it.each([
    ['a list', ['recording', 1], /\["recording",1\] is not the header of a recording/],
    ['null', null, /null is not the header/],
    ['another object', { port: 8080 }, /\{"port":8080\} is not the header/],
    [
      'another version',
      { ...header, recording: 3, lbsim: '9.0.0' },
      /version 3 is not one that this lbsim reads \(1, 2\), lbsim '9\.0\.0' wrote it/,
    ],
    ['an unknown algorithm', { ...header, algorithm: 'best' }, /unknown algorithm 'best', not one of auto, /],
    ['no seed', { ...header, seed: undefined }, /seed null makes no sense/],
    ['half a seed', { ...header, seed: 0.5 }, /seed 0\.5 makes no sense/],
    ['no backends', { ...header, backends: 'A' }, /backends 'A' makes no sense/],
    ['a backend without a host', { ...header, backends: [{ port: 1 }] }, /backends \[\{"port":1\}\] makes/],
    ['a session map too big', { ...header, sessions: { max: 1e9, ttlMs: 1 } }, /sessions .* makes no sense/],
    ['sessions for no time', { ...header, sessions: { max: 1, ttlMs: 0 } }, /sessions .* makes no sense/],
    [
      'an unknown way to draw',
      { ...header, schedulerOptions: { sample: 'some' } },
      /schedulerOptions .* makes/,
    ],
    ['no place at a backend', { ...header, maxPerBackend: 0 }, /maxPerBackend 0 makes no sense/],
    ['a slow start of a word', { ...header, slowStartMs: '30s' }, /slowStartMs '30s' makes no sense/],
    [
      'a command to a terminal',
      { ...header, stickyKey: '\u001b[2J' },
      /stickyKey '\\u001b\[2J' makes no sense/,
    ],
  ])('is refused when it is %s, or has it', (_what, value, message) => {
    expect(() => read(value)).toThrow(message);
  });
});
