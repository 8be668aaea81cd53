import { describe, expect, it } from '@jest/globals';
import { faultSpans } from '../../../lib/simulator/page/fault-span.js';
import type { ScenarioEvent } from '../../../lib/simulator/scenarios/scenario.js';
import { TROUBLE } from './outcomes.js';

const spansOf = (events: readonly ScenarioEvent[]): string[] =>
  faultSpans({ ...TROUBLE, events, duration: 100 }).map(
    ({ subject, what, from, to }) => `${subject} ${what} ${from}–${to}`,
  );

describe('the faults of a scenario', () => {
  it('last until the backend is well again', () => {
    expect(
      spansOf([
        { at: 10, backend: 'B1', fault: { kind: 'slow', factor: 4 } },
        { at: 20, backend: 'B2', fault: { kind: 'black-hole' } },
        { at: 30, backend: 'B1', fault: { kind: 'heal' } },
        { at: 40, backend: 'B2', fault: { kind: 'heal' } },
      ]),
    ).toEqual(['B1 4 × slower 10–30', 'B2 black hole 20–40']);
  });

  it('end with the next one, and a cold start when all is warm', () => {
    expect(
      spansOf([
        { at: 10, backend: 'B1', fault: { kind: 'crash' } },
        { at: 30, backend: 'B1', fault: { kind: 'cold-start', factor: 5, warmup: 15 } },
      ]),
    ).toEqual(['B1 crashed 10–30', 'B1 cold 30–45']);
  });

  it('last until the end if nothing ends them', () => {
    expect(spansOf([{ at: 60, backend: 'B1', fault: { kind: 'fail-fast' } }])).toEqual([
      'B1 fails fast 60–100',
    ]);
  });

  it('are apart from being out of service', () => {
    expect(
      spansOf([
        { at: 10, backend: 'B1', fault: { kind: 'remove' } },
        { at: 20, backend: 'B1', fault: { kind: 'slow', factor: 2 } },
        { at: 30, backend: 'B1', fault: { kind: 'heal' } },
        { at: 40, backend: 'B1', fault: { kind: 'add' } },
      ]),
    ).toEqual(['B1 removed 10–40', 'B1 2 × slower 20–30']);
  });

  it('are of the workload too', () => {
    expect(
      spansOf([
        { at: 10, arrivals: 1.5 },
        { at: 20, arrivals: 3 },
        { at: 30, arrivals: 1 },
      ]),
    ).toEqual(['arrivals × 1.5 10–20', 'arrivals × 3 20–30']);
  });
});
