import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { MOST_BYTES, type PlayerFiles } from '../../../lib/simulator/page/player.js';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { Playback, PlayedOwner, PlayedPick } from '../../../lib/simulator/playback/playback.js';
import type { PlayableOutcome } from '../../../lib/simulator/report/report.js';
import { runPlans } from '../../../lib/simulator/runner.js';
import { material } from './outcomes.js';

const PLAYER: PlayerFiles = { script: 'if (1 < 2 && "&amp;") start();\n', style: '.player { margin: 0 }\n' };
const { settings, seeds } = planSimulation({ backends: 4, requests: 400, replications: 2 });
const CONTEXT = { command: 'lbsim simulate --html page.html', version: '1.2.3', settings };

/** What a page carries. */
function playbacksIn(html: string): Playback[] {
  const [, text = ''] = /id="recording">([^<]*)</.exec(html) ?? [];
  return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString()) as Playback[];
}

/** Numbers that look random, the same ones each time. */
function* numbers(): Generator<number> {
  for (let state = 1; ;) {
    state = (state * 48_271) % 0x7fffffff;
    yield state;
  }
}

/** As much as a run can record, of what can hardly be compressed. */
function huge(playback: Playback, requests: number): Playback {
  const chance = numbers();
  const draw = (most: number): number => (chance.next().value as number) % most;
  const owners = (length: number): PlayedOwner[] => Array.from({ length }, () => [draw(1000), draw(65_537)]);
  const pick = (_: unknown, request: number): PlayedPick => [
    request,
    request,
    `client-${draw(1e6)}`,
    draw(1000),
    'bounded-load',
    `B${draw(1000)} has ${draw(1e5)} open connections, and its bound is ${draw(1e5)}.`,
    Array.from({ length: 20 }, () => [draw(1000), draw(1e5), draw(256), draw(1e9) / 1e5, 'd', draw(1e5)]),
    'open connections per weight',
    `0x${draw(0x7fffffff).toString(16)}`,
    ['entries', 65_537, draw(65_537), owners(12), owners(4)],
  ];
  return {
    ...playback,
    oneOf: 1,
    requests: Array.from({ length: requests }, (_, request) => [
      request,
      draw(1000),
      request,
      draw(1e9),
      'answered',
    ]),
    picks: Array.from({ length: requests }, pick),
  };
}

describe('a page that plays', () => {
  let outcomes: readonly PlayableOutcome[];
  let html: string;
  beforeAll(async () => {
    outcomes = await runPlans([{ settings, seeds, dots: 100 }], { threads: 0 });
    html = renderPage(outcomes, CONTEXT, PLAYER);
  });

  it('lets its own script run and no other, by its hash', () => {
    const [, code = ''] = /<script>([^]*?)<\/script>/.exec(html) ?? [];
    expect(code).toContain(PLAYER.script);
    const hash = createHash('sha256').update(code).digest('base64');
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy?.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`,
    );
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<link|<img|<iframe|@import|url\(|\son\w+=|javascript:|src=/i);
  });

  it('is well-formed XML, hidden where scripts do not run, and carries the first replication', () => {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(html).close();
    expect(html).toContain('<section id="play" aria-labelledby="play-heading" hidden="hidden">');
    expect(html).toContain('Of the first replication.');
    expect(playbacksIn(html)).toEqual([outcomes[0]?.playback]);
    expect(outcomes[0]?.playback?.requests.length).toBeLessThanOrEqual(100);
  });

  it('is the page without a player where nothing was recorded, and where none is wanted', async () => {
    const plain = await runPlans([{ settings, seeds }], { threads: 0 });
    const page = renderPage(plain, CONTEXT);
    expect(renderPage(plain, CONTEXT, PLAYER)).toBe(page);
    expect(renderPage(outcomes, CONTEXT)).toBe(page);
    expect(page).not.toContain('script');
  });

  it('is less than 5 MB whatever was recorded, with as many dots as there is room for', () => {
    const [outcome] = outcomes;
    if (outcome?.playback === undefined) throw new TypeError('nothing was recorded');
    const page = renderPage([{ ...outcome, playback: huge(outcome.playback, 20_000) }], CONTEXT, PLAYER);
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(MOST_BYTES);
    expect(Buffer.byteLength(page)).toBeGreaterThan(MOST_BYTES / 3);
    const [{ oneOf, requests } = { oneOf: 0, requests: [] }] = playbacksIn(page);
    expect(oneOf).toBeGreaterThan(1);
    expect(requests.length).toBeGreaterThan(1000);
    expect(requests.every(([request]) => request % oneOf === 0)).toBe(true);
  });

  it('has no player where there is no room for one', () => {
    const bulky = { ...PLAYER, style: ' '.repeat(MOST_BYTES) };
    expect(renderPage(outcomes, CONTEXT, bulky)).not.toContain('script');
  });

  it('plays the algorithms under the greatest load, and says which load that is', async () => {
    const { context } = await material({ loads: [0.5, 0.9], requests: 200 });
    const plans = [0.5, 0.9].flatMap((load) =>
      (['random', 'ring'] as const).map((algorithm) => ({
        ...planSimulation({ algorithm, load, requests: 200 }),
        dots: 50,
      })),
    );
    const page = renderPage(await runPlans(plans, { threads: 0 }), context, PLAYER);
    expect(playbacksIn(page).map(({ algorithm }) => algorithm)).toEqual(['random', 'ring']);
    expect(page).toContain('to see why it was\npicked. Shown at load 0.9, the greatest.');
  });
});
