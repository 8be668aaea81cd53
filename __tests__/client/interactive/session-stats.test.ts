import { describe, expect, it } from '@jest/globals';
import { LoadRecorder } from '../../../lib/client/load/load-report.js';
import { loadSummary, milliseconds, SessionStats } from '../../../lib/client/interactive/session-stats.js';

describe('what a session has seen', () => {
  it('is nothing at first', () => {
    expect(new SessionStats().summary()).toBe('0 sent · 0 answered');
  });

  it('is lines, answers, answers per backend and latency in one line', () => {
    const stats = new SessionStats();
    for (let line = 0; line < 4; line++) stats.sent();
    stats.answered('B2', 0.5, '127.0.0.1:8080');
    stats.answered('B1', 0.5, '127.0.0.1:8080');
    stats.answered('B2', 0.5, '127.0.0.1:8080');
    expect(stats.summary()).toBe(
      '4 sent · 3 answered · B1: 1, B2: 2 · p50 0.50 ms, p99 0.50 ms, max 0.50 ms',
    );
  });

  it('is switches too, and the answers through each address', () => {
    const stats = new SessionStats();
    for (const port of [8080, 8090, 8090]) {
      stats.sent();
      stats.answered('B1', 0.5, `127.0.0.1:${port}`);
    }
    stats.switched();
    expect(stats.summary()).toBe(
      '3 sent · 3 answered · B1: 3 · 1 switch · through 127.0.0.1:8080: 1, 127.0.0.1:8090: 2 · ' +
        'p50 0.50 ms, p99 0.50 ms, max 0.50 ms',
    );
  });

  it('is bursts too, counted apart', () => {
    const stats = new SessionStats();
    stats.sent();
    stats.answered('B1', 0.5, '127.0.0.1:8080');
    const recorder = new LoadRecorder();
    recorder.answered('B1', 1);
    for (let n = 0; n < 2; n++) recorder.answered('B2', 1);
    for (const failure of [undefined, undefined, undefined, 'reset'] as const) recorder.ended(failure, 1, 1);
    stats.burst(recorder.report(1));
    expect(stats.summary()).toMatch(
      /^1 sent · 1 answered · B1: 1 · p50 .* · 1 burst: 4 connections, 3 ok, B1: 1, B2: 2$/,
    );
    stats.burst(recorder.report(1));
    expect(stats.summary()).toMatch(/ · 2 bursts: 8 connections, 6 ok, B1: 2, B2: 4$/);
  });

  it('names no backend for answers that name none', () => {
    const stats = new SessionStats();
    stats.sent();
    stats.answered(undefined, 120, '127.0.0.1:8080');
    expect(stats.summary()).toBe('1 sent · 1 answered · p50 120 ms, p99 120 ms, max 120 ms');
  });
});

describe('a load in one line', () => {
  it('has connections, errors by kind, answers per backend and latency', () => {
    const recorder = new LoadRecorder();
    recorder.answered('B1', 0.25);
    recorder.answered('B2', 0.25);
    for (const failure of [undefined, undefined, 'reset', 'timeout', 'reset'] as const)
      recorder.ended(failure, 1, 1);
    expect(loadSummary(recorder.report(1.5))).toBe(
      '5 connections in 1.5 s · 2 ok · 2 reset · 1 timeout · B1: 1, B2: 1 · p50 0.25 ms, p99 0.25 ms, max 0.25 ms',
    );
  });

  it('has no latency when nothing was answered', () => {
    const recorder = new LoadRecorder();
    recorder.ended('connection_refused', 0, 0);
    expect(loadSummary(recorder.report(0.002))).toBe(
      '1 connections in 0.002 s · 0 ok · 1 connection_refused',
    );
  });
});

describe('milliseconds', () => {
  it.each([
    [0.4126, '0.41 ms'],
    [99.5, '99.50 ms'],
    [250, '250 ms'],
    [4000.4, '4000 ms'],
  ])('of %d are %s', (ms, text) => {
    expect(milliseconds(ms)).toBe(text);
  });
});
