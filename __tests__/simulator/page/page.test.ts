import { beforeAll, describe, expect, it } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { material, TROUBLE, type Material } from './outcomes.js';

const page = ({ outcomes, context }: Material): string => renderPage(outcomes, context);

/** Reads a page as XML, which is stricter than HTML. @returns how often each element is in it, and all ids */
function parsed(html: string): { elements: Map<string, number>; ids: string[] } {
  const elements = new Map<string, number>();
  const ids: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, attributes }) => {
    elements.set(local, (elements.get(local) ?? 0) + 1);
    if (attributes.id !== undefined) ids.push(attributes.id.value);
  });
  parser.write(html).close();
  return { elements, ids };
}

const headings = (html: string): string[] =>
  [...html.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, text = '']) => text);

describe('a page about one load', () => {
  let html: string;
  beforeAll(async () => {
    html = page(await material({ requests: 50_000 }));
  });

  it('says what was simulated, and how to repeat it', () => {
    expect(html).toContain(
      '<title>random, round-robin and least-connections on 10 backends at load 0.9</title>',
    );
    expect(html).toContain(
      '<span>lbsim</span> <span>compare</span> <span>--html</span> <span>page.html</span>',
    );
    for (const fact of ['Poisson arrivals, load 0.9', 'exponential, mean 1', '; seed 1', 'lbsim 1.2.3'])
      expect(html).toContain(fact);
  });

  it('has what there is to see, and nothing of what there is not', () => {
    expect(headings(html)).toEqual([
      'Results',
      'What was simulated',
      'Are the differences significant?',
      'Latency distribution',
      'Requests and utilisation of each backend',
    ]);
    expect([...html.matchAll(/<small class="long">([^<]*)</g)].map(([, system]) => system)).toEqual([
      '10 × M/M/1',
      '10 × E10/M/1',
    ]);
  });

  it('is well-formed XML with a title and a description in each plot, and no id twice', () => {
    const { elements, ids } = parsed(html);
    const plots = html.match(/class="plot /g)?.length ?? 0;
    expect(plots).toBe(2 * (1 + 3 * 2));
    expect(elements.get('desc')).toBe(plots);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, name = ''] of html.matchAll(/aria-labelledby="([^"]*)"/g))
      for (const id of name.split(' ')) expect(ids).toContain(id);
  });

  it('has a line for each policy in the plot of the tail, from all requests to a single one', () => {
    const [wide = ''] = html.split('id="tail-plot-wide"').slice(1);
    const lines = wide.slice(0, wide.indexOf('</svg>')).match(/<path class="curve measured [^>]*>/g) ?? [];
    expect(lines.map((line) => /colour-\d/.exec(line)?.[0])).toEqual(['colour-0', 'colour-1', 'colour-2']);
    const ends = lines.map((line) => / d="M[\d.]+,([\d.]+)L.*,([\d.]+)"/.exec(line)?.slice(1).map(Number));
    const tops = ends.map((end) => end?.[0] ?? 0);
    expect(Math.max(...tops)).toBeLessThan(60);
    // All have the same number of requests, so that they end at the same height.
    expect(new Set(ends.map((end) => end?.[1])).size).toBe(1);
  });

  it('runs no script, and asks nobody for anything', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|javascript:/i);
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:/);
    expect(html).toContain("default-src 'none'");
  });

  it('is less than 300 KB', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(300_000);
    expect(Buffer.byteLength(html)).toBeGreaterThan(20_000);
  });
});

describe('a page about several loads', () => {
  it('shows p99 and the mean against them, theory dashed, and the rest for the greatest', async () => {
    const html = page(await material({ loads: [0.5, 0.7, 0.9] }));
    expect(headings(html)).toContain('Latency against load');
    expect(html).toContain('at load 0.5 to 0.9</title>');
    expect(html.match(/class="curve theory colour-0"/g)).toHaveLength(8);
    expect(html).toContain('Shown at load 0.9, the greatest.');
    expect(html.match(/<summary>All loads<\/summary>/g)).toHaveLength(2);
    parsed(html);
  });
});

describe('a page about a scenario', () => {
  let trouble: Material;
  beforeAll(async () => {
    trouble = await material({ scenario: TROUBLE, load: 0.7, backends: 5 });
  });

  it('shows its course with faults and flips, and stays less than 300 KB', () => {
    const html = page(trouble);
    expect(headings(html)).toEqual(
      expect.arrayContaining([
        'Requests at each backend over time',
        'Answers, failures and latency over time',
      ]),
    );
    for (const what of [
      'B2 crashed, from 100 to 300',
      'B3 4 × slower, from 200 to 400',
      'arrivals × 1.2, from 450',
    ])
      expect(html).toContain(what);
    expect(html).toMatch(/<title>balancer 1 marked B2 down at 1\d\d/);
    expect(html).toMatch(/<title>balancer 1 marked B2 up at 3\d\d/);
    expect(Buffer.byteLength(html)).toBeLessThan(300_000);
    parsed(html);
  });

  it('says how long health checks took, beside how long they were to', () => {
    const detections = [
      {
        ...{ at: 100, backend: 'B2', fault: 'crash', marked: 'down' as const, found: 1, runs: 1 },
        ...{ after: 3.25, predicted: { mean: 5.5, most: 10.5 } },
      },
    ];
    const outcomes = trouble.outcomes.map((outcome) => ({
      ...outcome,
      report: { ...outcome.report, scenario: { name: 'trouble', detections, flips: [] } },
    }));
    const html = page({ ...trouble, outcomes });
    expect(html).toMatch(
      /B2: crashed<\/th><td>100<\/td><td>300<\/td><td>5\.500, at most 10\.50<\/td><td>3\.250</,
    );
  });

  it('lets no name out of its place', () => {
    const hostile = `</title></style><script>alert("1")</script><svg onload='x'>&\u0000`;
    const scenario = { ...TROUBLE, name: hostile, about: hostile };
    const outcomes = trouble.outcomes.map((outcome) => ({
      ...outcome,
      report: { ...outcome.report, algorithm: hostile + outcome.report.algorithm },
    }));
    const { settings } = trouble.context;
    const context = { command: `lbsim '${hostile}'`, version: hostile, settings: { ...settings, scenario } };
    const html = renderPage(outcomes, context);
    const { elements } = parsed(html);
    expect(elements.get('script')).toBeUndefined();
    expect(elements.get('style')).toBe(1);
    expect(elements.get('svg')).toBe(parsed(page(trouble)).elements.get('svg'));
    expect(html).not.toContain('<script');
  });
});

describe('a page about little', () => {
  it.each([
    ['one policy on one backend', { backends: 1, requests: 1000 }],
    ['a single request', { requests: 1 }],
    ['a closed loop', { clients: 5, requests: 1000 }],
    ['many backends', { backends: 500, requests: 5000 }],
    ['an hour as the service’s mean', { serviceMean: 3600, requests: 1000 }],
  ])('is well-formed: %s', async (_what, options) => {
    const html = page(await material(options, ['round-robin']));
    parsed(html);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(headings(html)[0]).toBe('Results');
  });

  it('shows the share of requests that were answered first when one failed, and not at all when none did', async () => {
    const headsOf = (html: string): string[] =>
      [...html.matchAll(/<th scope="col"[^>]*>([^<]*)</g)].map(([, text = '']) => text).slice(0, 3);
    const failing = await material({ queueLimit: 1, requests: 1000 }, ['random', 'least-connections']);
    const html = page(failing);

    expect(headsOf(html)).toEqual(['algorithm', 'answered', 'mean of the answered']);
    expect(html).toMatch(/<\/svg>random<\/th><td>\d\d(\.\d)? %<\/td>/);
    expect(headsOf(page(await material({ requests: 1000 }, ['random'])))).toEqual([
      ...['algorithm', 'mean latency', 'p99'],
    ]);
  });

  it('is there when nothing was answered', async () => {
    const events = [{ at: 0, backend: 'B1', fault: { kind: 'black-hole' } as const }];
    const scenario = { ...TROUBLE, events, duration: 50, requestTimeout: 5 };
    const html = page(await material({ scenario, backends: 1 }, ['round-robin']));
    parsed(html);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(headings(html)).not.toContain('Latency distribution');
    expect(headings(html)).toContain('Answers, failures and latency over time');
  });
});
