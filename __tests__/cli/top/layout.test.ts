import { setImmediate } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { describe, expect, it } from '@jest/globals';
import { Chalk } from 'chalk';
import { screenFrame } from '../../../lib/cli/top/layout.js';
import { DiffRenderer } from '../../../lib/cli/top/renderer.js';
import type { ScreenSize } from '../../../lib/cli/top/screen.js';
import type { Top } from '../../../lib/cli/top/top.js';
import { painter } from '../../../lib/cli/text/paint.js';
import { backendOf } from '../../helpers/backend-views.js';
import { NOW, THREE, topData, topOf } from '../../helpers/top-data.js';

const paint = painter(new Chalk({ level: 1 }));

/** What a terminal of that size shows, a text a line. */
async function seen(top: Top, { columns, rows }: ScreenSize): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const text = new DiffRenderer(paint).render(screenFrame(top.state, { columns, rows }, NOW), columns);
  await new Promise<void>((resolve) => terminal.write(`\u001b[?7l${text}`, resolve));
  const { active } = terminal.buffer;
  return Array.from(
    { length: rows },
    (_, row) => active.getLine(row)?.translateToString(true).trimEnd() ?? '',
  );
}

describe('the screen of top', () => {
  it('is this at 80 x 24', async () => {
    const lines = await seen(topOf(topData()).top, { columns: 80, rows: 24 });
    expect(lines.slice(0, 7)).toEqual([
      'lbsim 127.0.0.1:8080   least-connections      40.2 conn/s   118 open   2 waiting',
      '1 of 3 backends active   clients ░░░░░░░░░░ 120/10000   1 override',
      '  NAME  STATE     FOR  W  OPEN  RATE/S  SHARE       P99  FAIL  PROBE',
      '▸ B1    up        15m  1    61    30.1   75% ███▊  18ms     0  ok 0.4ms',
      '  B2    down      15m  1     0     0.0    0%          -    12  connection refus…',
      '  B3    draining   3m  1    57    10.1   25% █▎       -     0  ok 0.4ms',
      '',
    ]);
    expect(lines.slice(-4).map((line) => line.replace(/^\d\d:\d\d:\d\d/, 'TIME'))).toEqual([
      'TIME drain B3, by ctl from unix:1000',
      'TIME B2 is down (connection refused)',
      '',
      '[1 backends]  2  3  4  5  / filter  s sort  d drain  m maint  ? help  q quit',
    ]);
  });

  it('can be used at 40 x 10', async () => {
    const lines = await seen(topOf(topData()).top, { columns: 40, rows: 10 });
    expect(lines).toEqual([
      'lbsim 127.0.0.1:8080            118 open',
      '  NAME  STATE     W  OPEN  RATE/S  FAIL',
      '▸ B1    up        1    61    30.1     0',
      '  B2    down      1     0     0.0    12',
      '  B3    draining  1    57    10.1     0',
      ...['', '', '', ''],
      '[1 backends]  2  3  4  5  ? help  q quit',
    ]);
  });

  it('has the sticky key in force in its head', async () => {
    const data = topData();
    const { balancer } = data;
    if (balancer === undefined) throw new Error('it is a balancer');
    const operator = { ...balancer.operator, stickyKey: 'none' as const };
    const size = { columns: 200, rows: 10 };
    expect((await seen(topOf(data).top, size))[0]).toContain('   sticky ip   ');
    const changed = topData(THREE, { balancer: { ...balancer, operator } });
    expect((await seen(topOf(changed).top, size))[0]).toContain('   sticky none   ');
  });

  it('has every column at 200 x 60, also for wide names', async () => {
    const wide = backendOf({ name: '負荷分散', load: { open: 3 } });
    const lines = await seen(topOf(topData([...THREE, wide])).top, { columns: 200, rows: 60 });
    expect(lines[2]).toMatch(
      /^ {2}NAME +STATE +FOR +W +OPEN +RATE\/S +SHARE +P50 +P99 +FAIL +PROBE +ADDRESS$/,
    );
    expect(lines[4]).toMatch(/^ {2}B2 +down .* connection refused, next in 400ms +127\.0\.0\.1:8881$/);
    // The emulator gives each wide character two cells, so that the states are below each other.
    expect(lines[6]).toMatch(/^ {2}負荷分散 {2}up /);
    expect(lines[5]).toMatch(/^ {2}B3 {8}draining /);
  });

  it('moves a mark, sorts and filters', async () => {
    const { top } = topOf(topData());
    const size = { columns: 80, rows: 24 };
    top.press('down');
    expect((await seen(top, size))[4]).toMatch(/^▸ B2 /);
    top.press('s');
    expect((await seen(top, size)).at(-2)).toContain('sort by: n name  s state');
    top.press('o');
    expect((await seen(top, size)).slice(1, 6)).toEqual([
      expect.stringMatching(/sorted by OPEN ▼$/),
      expect.stringMatching(/NAME/),
      expect.stringMatching(/^ {2}B1/),
      expect.stringMatching(/^ {2}B3/),
      expect.stringMatching(/^▸ B2/),
    ]);
    for (const key of ['/', 'r', 'a', 'i', 'enter']) top.press(key);
    expect((await seen(top, size)).slice(1, 5)).toEqual([
      expect.stringContaining('filter /rai: 1 of 3'),
      expect.stringMatching(/NAME/),
      expect.stringMatching(/^▸ B3 +draining/),
      '',
    ]);
    top.press('escape');
    for (const key of ['!', 'd', 'o', 'w', 'n', 'enter']) top.press(key);
    expect((await seen(top, size)).join('\n')).not.toMatch(/^. B2/m);
  });

  it('says that it is paused, and that its balancer is gone', async () => {
    const lost = { reason: 'ECONNREFUSED', since: NOW - 14_000 };
    const { top } = topOf(topData(THREE, { lost }));
    top.press(' ');
    const [title = '', second] = await seen(top, { columns: 80, rows: 24 });
    expect(title).toBe('lost 127.0.0.1:8080 for 14.0 s, reconnecting: ECONNREFUSED');
    expect(second).toContain('paused: Space goes on');
  });

  it('says that new clients are held; H holds and releases them, Space lets one go, and else pauses', async () => {
    const { balancer } = topData();
    if (balancer === undefined) throw new Error('there is one');
    const held = { since: '2026-11-28T09:12:03.120Z', waiting: 3, by: null };
    const { top, done } = topOf(topData(THREE, { balancer: { ...balancer, held } }));
    expect((await seen(top, { columns: 80, rows: 24 }))[0]).toMatch(/held: 3 /);
    for (const key of [' ', 'p', ' ', ' ', 'H']) top.press(key);
    expect(top.state.isPaused).toBe(false);
    await setImmediate();
    expect(done).toEqual([['step'], ['step'], ['release']]);
    const free = topOf(topData());
    free.top.press('H');
    await setImmediate();
    expect([free.done, free.top.state.isPaused]).toEqual([[['hold']], false]);
    // What was asked for counts, also before the picture shows it.
    for (const key of [' ', 'H', 'H']) free.top.press(key);
    await setImmediate();
    expect(free.done).toEqual([['hold'], ['step'], ['release'], ['hold']]);
  });

  it('shows the first rows again in a window that has grown', async () => {
    const { top } = topOf(topData());
    top.press('down');
    await seen(top, { columns: 100, rows: 6 });
    const names = (await seen(top, { columns: 100, rows: 24 })).flatMap(
      (line) => /^. (B\d) /.exec(line)?.[1] ?? [],
    );
    expect(names).toEqual(['B1', 'B2', 'B3']);
  });

  it('does what keys say to the backend that is selected, one after the other', async () => {
    const { top, done } = topOf(topData());
    for (const key of ['d', 'm', 'f10', 'r', '+', 'f6', '*', '_', '=', 'h', 'K', 'n', 'K', 'y'])
      top.press(key);
    await setImmediate();
    expect(done).toEqual([
      ...[
        ['drain', 'B1'],
        ['maint', 'B1'],
        ['maint', 'B1'],
        ['ready', 'B1'],
      ],
      ...['+1', '-1', '+10', '-10', 'default'].map((change) => ['weight', 'B1', change]),
      ...[
        ['heal', 'B1'],
        ['kill', '--backend', 'B1'],
      ],
    ]);
  });

  it('has no colour with NO_COLOR, and every state as a word', () => {
    const { top } = topOf(topData());
    const text = new DiffRenderer(painter(new Chalk({ level: 0 }))).render(
      screenFrame(top.state, { columns: 80, rows: 24 }, NOW),
      80,
    );
    expect(text).not.toContain('m\u001b');
    expect(text).not.toMatch(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`));
    for (const state of ['up', 'down', 'draining']) expect(text).toContain(state);
  });
});
