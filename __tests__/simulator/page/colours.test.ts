import { expect, test } from '@jest/globals';
import { renderPage } from '../../../lib/simulator/page/page.js';
import { BACKEND_COLOURS, COLOURS } from '../../../lib/simulator/page/series-style.js';
import { STYLES } from '../../../lib/simulator/page/styles.js';
import { material, TROUBLE } from './outcomes.js';

/** How colours look to most, and to those without red or green cones (Machado, Oliveira and Fernandes 2009). */
const EYES = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

type Vector = readonly [number, number, number];

function times(matrix: readonly Vector[], [a, b, c]: Vector): Vector {
  const [x = 0, y = 0, z = 0] = matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
  return [x, y, z];
}

/** In Oklab, whose distances are those that eyes see; 100 is from black to white. */
function seenAs(colour: string, eyes: keyof typeof EYES): Vector {
  const channel = (at: number): number => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const [r, g, b] = times(EYES[eyes], [channel(1), channel(3), channel(5)]);
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    [Math.max(0, r), Math.max(0, g), Math.max(0, b)],
  );
  return times(
    [
      [21.04542553, 79.3617785, -0.40720468],
      [197.79984951, -242.8592205, 45.05937099],
      [2.59040371, 78.27717662, -80.8675766],
    ],
    [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])],
  );
}

function distance(a: string, b: string, eyes: keyof typeof EYES): number {
  const [p, q] = [seenAs(a, eyes), seenAs(b, eyes)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

/** The colours of that kind, in light and in dark. */
function coloursOf(kind: 'backend' | 'colour', count: number): Record<'light' | 'dark', string[]> {
  const all = [...STYLES.matchAll(new RegExp(`--${kind}-\\d: (#[0-9a-f]{6});`, 'g'))].map(
    ([, hex = '']) => hex,
  );
  expect(all).toHaveLength(2 * count);
  return { light: all.slice(0, count), dark: all.slice(count) };
}

test.each(['light', 'dark'] as const)('no backend looks like an algorithm in %s', (scheme) => {
  const backends = coloursOf('backend', BACKEND_COLOURS)[scheme];
  const algorithms = coloursOf('colour', COLOURS)[scheme];
  const least = (eyes: keyof typeof EYES, some: readonly string[]): number =>
    Math.min(...some.flatMap((a) => algorithms.map((b) => distance(a, b, eyes))));
  expect(least('usual', backends)).toBeGreaterThan(10);
  expect(least('protanopia', backends)).toBeGreaterThan(3);
  expect(least('deuteranopia', backends)).toBeGreaterThan(3);
  // Most scenarios are about one backend.
  for (const eyes of ['usual', 'protanopia', 'deuteranopia'] as const)
    expect(least(eyes, backends.slice(0, 1))).toBeGreaterThan(14);
});

test('plots of backends have no ink of algorithms, and those of algorithms none of backends', async () => {
  const { outcomes, context } = await material({ scenario: TROUBLE, load: 0.7, backends: 5 });
  const html = renderPage(outcomes, context);
  const [, queues = ''] = /<section id="queues".*?>(.*?)<\/section>/s.exec(html) ?? [];
  expect(new Set(queues.match(/backend-\d/g))).toEqual(new Set(['backend-0', 'backend-1']));
  expect(queues).not.toMatch(/class="[^"]*colour-\d/);
  const [, body = ''] = html.replace(queues, '').split('</style>');
  expect(body).toMatch(/class="[^"]*colour-0/);
  expect(body).not.toMatch(/class="[^"]*backend-\d/);
});
