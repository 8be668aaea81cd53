import type { QueueingCase } from './queueing-case.js';

const SHORT_AND_LONG = [
  { name: 'short', share: 3, mean: 1 },
  { name: 'long', share: 1, mean: 5 },
] as const;

/** Systems with classes of requests, of which the mean of each class is looked at. */
export const CLASS_CASES: readonly QueueingCase[] = [
  {
    name: 'classes-in-turn',
    about: 'classes short:3:1, long:1:5, ρ = 0.7',
    options: { backends: 1, classes: SHORT_AND_LONG, load: 0.7, requests: 250_000 },
    tolerances: { mean: 0.03 },
    classTolerance: 0.03,
  },
  {
    name: 'classes-sharing',
    about: 'classes short:3:1, long:1:5, processor sharing, lognormal CV² = 2, ρ = 0.7',
    options: {
      backends: 1,
      discipline: 'ps',
      classes: SHORT_AND_LONG,
      service: 'lognormal:2',
      load: 0.7,
      requests: 250_000,
    },
    tolerances: { mean: 0.03 },
    classTolerance: 0.03,
  },
];
