import { beforeAll, describe, expect, it } from '@jest/globals';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { material, TROUBLE } from './outcomes.js';

/** A plot of a page. */
function plotOf(html: string, id: string): string {
  const [, rest = ''] = html.split(`id="${id}-wide"`);
  expect(rest).not.toBe('');
  return rest.slice(0, rest.indexOf('</svg>'));
}

/** The labels of an axis, with where they are. */
function ticksOf(plot: string, axis: 'x' | 'y'): string[] {
  const ticks = [...plot.matchAll(/<text class="tick (\w)" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</g)];
  return ticks
    .filter(([, name]) => name === axis)
    .map(([, , x = '', y = '', label = '']) => `${label} at ${axis === 'x' ? x : y}`);
}

describe('a page about a scenario', () => {
  let html: string;
  let end: number;
  beforeAll(async () => {
    const { outcomes, context } = await material({ scenario: TROUBLE, load: 0.7, backends: 5 });
    html = renderPage(outcomes, context);
    const course = outcomes[0]?.course;
    end = (course?.step ?? 0) * (course?.completed.length ?? 0);
  });

  it('has the same axes in plots that are compared', () => {
    for (const kind of ['queue', 'share', 'utilisation']) {
      const [first, ...others] = [0, 1, 2].map((number) => plotOf(html, `${kind}-${number}`));
      expect(ticksOf(first ?? '', 'y').length).toBeGreaterThan(1);
      for (const other of others)
        for (const axis of ['x', 'y'] as const)
          expect(ticksOf(other, axis)).toEqual(ticksOf(first ?? '', axis));
    }
  });

  it('ends its course at the duration, though requests end later', () => {
    expect(end).toBeGreaterThan(TROUBLE.duration);
    for (const id of ['queue-0', 'course-answered', 'course-failed', 'course-latency']) {
      const ticks = ticksOf(plotOf(html, id), 'x');
      expect(ticks.at(-1)).toBe('600 at 862.0');
      expect(plotOf(html, id)).not.toMatch(/<title>6\d\d /);
    }
    // A line ends in the middle of the last interval, of which there are 120.
    const [, path = ''] =
      / d="([^"]*)"/.exec(plotOf(html, 'course-answered').split('class="curve')[1] ?? '') ?? [];
    const last = Number(/([\d.]+),[\d.]+$/.exec(path)?.[1]);
    expect(last).toBeGreaterThan(855);
    expect(last).toBeLessThanOrEqual(862);
  });

  it('says that one run has no intervals, and how to get them', () => {
    expect(html.match(/one run: no intervals; add --replications 10/g)?.length).toBeGreaterThanOrEqual(2);
    expect(html).not.toContain('no significant difference');
  });

  it('says in each part of a plot what the values are there', () => {
    expect(plotOf(html, 'course-answered')).toMatch(
      /<title>0 to 20\nrandom: [\d.]+\nround-robin: [\d.]+\nleast-/,
    );
    expect(plotOf(html, 'queue-0')).toMatch(/<title>0 to 20\nB2: [\d.]+\nB3: [\d.]+\nothers: mean [\d.]+, /);
    expect(plotOf(html, 'tail-plot')).toMatch(/<title>longer than [\d.]+\nrandom: [\d.]+ %\nround-robin: /);
    for (const id of ['course-answered', 'course-failed', 'course-latency', 'queue-2', 'tail-plot']) {
      const [strips = ''] = /<g class="hover">.*?<\/g>/s.exec(plotOf(html, id)) ?? [];
      expect(strips.match(/<title>/g)?.length).toBe(30);
    }
  });
});

describe('a page about several loads', () => {
  let html: string;
  beforeAll(async () => {
    const { outcomes, context } = await material({
      loads: [0.3, 0.4, 0.5],
      requests: 10_000,
      replications: 3,
    });
    html = renderPage(outcomes, context);
  });

  it('has p99 and the mean on a linear axis from 0 beside a logarithmic one', () => {
    for (const id of ['load-p99', 'load-mean']) {
      const [linear, logarithmic] = [plotOf(html, `${id}-linear`), plotOf(html, `${id}-logarithmic`)];
      const values = (plot: string): number[] => ticksOf(plot, 'y').map((tick) => parseFloat(tick));
      const [first = NaN, second = NaN, third = NaN] = values(linear);
      expect(first).toBe(0);
      expect(third - second).toBeCloseTo(second - first, 9);
      const steps = values(logarithmic);
      expect(steps[0]).toBeGreaterThan(0);
      for (const step of steps) expect([1, 2, 5]).toContain(Number(step.toExponential().charAt(0)));
      expect(html).toMatch(
        new RegExp(
          `<div class="plots"><svg [^>]*id="${id}-linear-wide"[^]*?</svg><svg [^]*?id="${id}-logarithmic-wide"`,
        ),
      );
    }
  });

  it('says at each load what the values are', () => {
    expect(plotOf(html, 'load-mean-linear')).toMatch(
      /<title>load 0\.5\nrandom: [\d.]+ \(95 %: [\d.]+ to [\d.]+\), theory 2\.000\nround-robin: /,
    );
  });

  it('says nothing of replications that there are', () => {
    expect(html).not.toContain('add --replications');
    expect(html).toContain('95 % confidence intervals are shown below each figure.');
  });
});

it('a page of an interrupted simulation says that it is not finished', async () => {
  const { outcomes, context } = await material({}, ['random']);
  const interruption = 'interrupted by SIGINT, 3 of 10 replications finished';
  expect(renderPage(outcomes, { ...context, interruption })).toContain(
    '>Unfinished: interrupted by SIGINT, 3 of 10 replications finished.<',
  );
  expect(renderPage(outcomes, context)).not.toContain('Unfinished');
});
