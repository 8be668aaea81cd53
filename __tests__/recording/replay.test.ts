import { describe, expect, it } from '@jest/globals';
import { recordingLine } from '../../lib/recording/format.js';
import { replay } from '../../lib/recording/replay.js';
import { backendsOf, headerOf, recordedBrain } from './recorded.js';

const settings = {
  algorithm: 'round-robin',
  backends: backendsOf([1, 1]),
  sessions: { max: 10, ttlMs: 1000 },
};
const header = recordingLine(headerOf(settings));
const NONE: ReadonlySet<never> = new Set();

/** Two backends, of which the second goes down and comes back; three clients, one of them in vain. */
function shortRun(): string[] {
  const { pool, router, lines } = recordedBrain(settings, 7);
  const [a, b] = pool.backends;
  if (a === undefined || b === undefined) throw new Error('two were given');
  router.route('early', NONE, 1000);
  pool.setHealthy(a, true);
  pool.setHealthy(b, true);
  router.route('1', NONE, 1500);
  pool.opened(a);
  router.established('1', a, NONE, 1600);
  pool.setHealthy(b, false);
  router.route('1', NONE, 1700);
  pool.setHealthy(b, true);
  pool.cameBack(b, 1800);
  pool.closed(a);
  router.released('1', a, 3000);
  return lines;
}

describe('replay', () => {
  it('tells how many picks there were, by rule and by backend, and that all are identical', async () => {
    expect(await replay(shortRun())).toEqual({
      ok: true,
      picks: 3,
      identical: 3,
      rules: { none: 1, 'round-robin': 1, sticky: 1 },
      backends: { A: 2, B: 0 },
      differences: [],
      healthFlips: 2,
      lines: 13,
      seconds: 2,
      truncated: false,
      recorded: { lbsim: '0.1.0', algorithm: 'round-robin', stickyKey: 'ip', seed: 7 },
    });
  });

  it.each([
    ['backend', '["route",1500,"1",[],1,"round-robin"]', { backend: 'B', why: 'round-robin' }],
    ['rule', '["route",1500,"1",[],0,"random"]', { backend: 'A', why: 'random' }],
    ['pick where none was', '["route",1500,"1",[],null,null]', null],
  ])('finds another %s', async (_what, changed, expected) => {
    const lines = shortRun();
    expect(lines[4]).toBe('["route",1500,"1",[],0,"round-robin"]');
    expect(await replay(lines.with(4, changed))).toMatchObject({
      ok: false,
      picks: 3,
      identical: 2,
      differences: [{ line: 5, expected, got: { backend: 'A', why: 'round-robin' } }],
    });
  });

  it('finds another seed', async () => {
    const run = recordedBrain({ algorithm: 'random', backends: backendsOf([1, 1]) }, 7);
    for (const backend of run.pool.backends) run.pool.setHealthy(backend, true);
    for (let now = 0; now < 64; now++) run.router.route(undefined, NONE, now);
    expect(await replay(run.lines)).toMatchObject({ ok: true, picks: 64 });
    const report = await replay(run.lines.map((line) => line.replace('"seed":7', '"seed":8')));
    expect(report.ok).toBe(false);
    expect(report.differences).toHaveLength(10);
  });

  it('takes the times and numbers of connections, which change no pick', async () => {
    const lines = shortRun();
    const numbered = lines
      .with(5, '["opened",0,1550,1]')
      .map((line) => (line === '["closed",0]' ? '["closed",0,2000,1,true]' : line));
    expect(numbered.filter((line, index) => line !== lines[index])).toHaveLength(2);
    expect(await replay(numbered)).toEqual(await replay(lines));
  });

  it.each([
    ['["opened",0,1550,1]', '["closed",0,2000,2,true]', /line 12: connection 2 is not open to backend 0/],
    ['["opened",1,1550,1]', '["closed",0,2000,1,true]', /line 12: connection 1 is not open to backend 0/],
    ['["opened",0,1550,1]', '["opened",0,2000,1]', /line 12: connection 1 is not new, the last one was 1/],
    ['["opened",0,1450,1]', '["closed",0,2000,1,true]', /line 6: time 1450 runs back, it was 1500/],
  ])('refuses %s before %s', async (opened, closed, message) => {
    const lines = shortRun().with(5, opened);
    const at = lines.indexOf('["closed",0]');
    await expect(replay(lines.with(at, closed))).rejects.toThrow(message);
  });

  it('reads a recording with a byte order mark in front', async () => {
    const [first = '', ...rest] = shortRun();
    expect(await replay([`\uFEFF${first}`, ...rest])).toMatchObject({ ok: true, picks: 3 });
  });

  it('leaves out a last line that was cut short', async () => {
    const lines = shortRun();
    const cut = [...lines.slice(0, -1), '["released",30'];
    expect(await replay(cut)).toMatchObject({ ok: true, picks: 3, lines: 12, truncated: true });
  });

  it('reads lines as they come', async () => {
    async function* slowly(): AsyncGenerator<string> {
      for (const line of shortRun()) yield await Promise.resolve(line);
    }
    expect(await replay(slowly())).toMatchObject({ ok: true, picks: 3 });
  });

  it.each([
    ['nothing', [], /line 1: there is none, not even a header/],
    ['an empty text', [''], /line 1: '' is not JSON/],
    ['no JSON', ['# lbsim'], /line 1: '# lbsim' is not JSON: use a file that lbsim balance --record wrote/],
    ['control characters', ['\u001b[2J'], /line 1: '\\u001b\[2J' is not JSON/],
    ['a header that was cut short', [header.slice(0, 40)], /line 1: '\{"recording".*' is not JSON/],
    [
      'a line within that was cut short',
      [header, '["opened"', '["healthy",0,true]'],
      /line 2: '\["opened"' is/,
    ],
    ['no array at the end', [header, 'the end'], /line 2: 'the end' is not JSON/],
    ['a second header', [header, header], /line 2: \{"recording".* is not an entry of a recording/],
    ['an unknown entry', [header, '["reopened",0]'], /line 2: \["reopened",0\] is not an entry/],
    [
      'a backend that is not there',
      [header, '["healthy",0,true]', '["opened",2]'],
      /line 3: 2 in \["opened",2\] is not a backend that is known, 0 to 1/,
    ],
    [
      'time that runs back',
      [header, '["back",5,0]', '["back",4.5,0]'],
      /line 3: time 4\.5 runs back, it was 5/,
    ],
    ['a close too many', [header, '["closed",1]'], /line 2: backend 1 has no connection that could close/],
    [
      'a pick without a rule',
      [header, '["route",1,null,[],0,null]'],
      /line 2: a pick has a backend without a rule/,
    ],
    [
      'a duplicate backend',
      [recordingLine(headerOf({ ...settings, backends: [...settings.backends, ...settings.backends] }))],
      /line 1: duplicate backend A/,
    ],
  ])('refuses %s', async (_what, lines, message) => {
    const refusal = replay(lines, { name: 'run.jsonl' });
    await expect(refusal).rejects.toMatchObject({ code: 'ERR_RECORDING', kind: 'usage' });
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toThrow(/^recording 'run\.jsonl', line \d+: .*: use a file/);
  });
});
