import { expect, test } from '@jest/globals';
import { randomStreams, type RandomStreams } from '../../../lib/simulator/engine/random-streams.js';
import type { RandomSource } from '../../../lib/schedulers/scheduler.js';

/** The streams by name, those of balancers numbered. */
function named({ probes, picks, exchanges, ...single }: RandomStreams): Record<string, RandomSource> {
  const numbered = (name: string, streams: readonly RandomSource[]): [string, RandomSource][] =>
    streams.map((stream, number) => [`${name} ${number}`, stream]);
  return {
    ...single,
    ...Object.fromEntries([
      ...numbered('probes', probes),
      ...numbered('picks', picks),
      ...numbered('exchanges', exchanges),
    ]),
  };
}

function draws(seed: number, count: number, balancers = 2): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(named(randomStreams(seed, balancers))).map(([name, stream]) => [
      name,
      Array.from({ length: count }, stream),
    ]),
  );
}

test('the same seed gives the same draws, each stream by itself', () => {
  expect(draws(42, 100)).toEqual(draws(42, 100));

  const { arrivals, services } = randomStreams(42, 1);
  for (let draw = 0; draw < 1000; draw++) arrivals();
  expect(services()).toBe(draws(42, 1).services?.[0]);
});

test('no two streams, and no two seeds, draw alike', () => {
  const all = [1, 2, 3].flatMap((seed) => Object.values(draws(seed, 50)));

  expect(all).toHaveLength(36);
  expect(new Set(all.flat()).size).toBe(36 * 50);
});

test('more balancers leave arrivals, services, clients and faults what they were', () => {
  const shared = ({ arrivals, services, clients, faults }: Record<string, number[]>): unknown => [
    ...[arrivals, services, clients, faults],
  ];

  expect(shared(draws(7, 20, 5))).toEqual(shared(draws(7, 20, 1)));
});

test('draws are uniform in [0, 1), and streams of one seed are not correlated', () => {
  const count = 20_000;
  const all = Object.values(draws(1, count, 1));
  const deviation = Math.sqrt(1 / 12);
  for (const stream of all) {
    expect(stream.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    const mean = stream.reduce((sum, draw) => sum + draw, 0) / count;
    expect(Math.abs(mean - 0.5)).toBeLessThan((4 * deviation) / Math.sqrt(count));
  }
  for (const [index, stream] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      const product = stream.reduce((sum, draw, each) => sum + (draw - 0.5) * ((other[each] ?? 0) - 0.5), 0);
      expect(Math.abs(product / count / deviation ** 2)).toBeLessThan(4 / Math.sqrt(count));
    }
  }
});

test('arrivals, services and classes have digits past 32 bits, as tails and small shares need them', () => {
  const coarse = (draw: number): boolean => Number.isInteger(draw * 2 ** 32);
  const { arrivals, services, classes, clients } = draws(1, 100);

  expect(arrivals?.every(coarse)).toBe(false);
  expect(services?.every(coarse)).toBe(false);
  expect(classes?.every(coarse)).toBe(false);
  expect(clients?.every(coarse)).toBe(true);
});

test('the first draws of seed 1 are these, so that a change of the generator is noticed', () => {
  expect(draws(1, 2, 1)).toEqual({
    arrivals: [0.05393059285023083, 0.829610968795443],
    services: [0.8974004401091076, 0.35558024183867665],
    clients: [0.6642917534336448, 0.10029960493557155],
    faults: [0.8740270377602428, 0.5169885519426316],
    'probes 0': [0.3908638465218246, 0.040918698301538825],
    'picks 0': [0.41429161722771823, 0.6752362309489399],
    'exchanges 0': [0.02313073887489736, 0.04504079674370587],
    connections: [0.6993820196962806, 0.23499421182007785],
    classes: [0.04126445678556234, 0.817850768789143],
  });
});
