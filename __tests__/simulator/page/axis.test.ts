import { describe, expect, it } from '@jest/globals';
import { fittingAxis, linearAxis, logAxis, type Tick } from '../../../lib/simulator/page/axis.js';

const labels = (ticks: readonly Tick[]): string[] => ticks.map(({ label }) => label).filter(Boolean);

describe('a linear axis', () => {
  it('has its ticks at round values, and ends on them', () => {
    const { ticks, place } = linearAxis({ from: 0, to: 93, range: [0, 500], spacing: 100 });
    expect(labels(ticks)).toEqual(['0', '20', '40', '60', '80', '100']);
    expect([place(0), place(50), place(100)]).toEqual([0, 250, 500]);
  });

  it('ends where it is told to when it is not to be nice', () => {
    const { ticks, place } = linearAxis({ from: 0.5, to: 0.95, range: [0, 450], spacing: 50, nice: false });
    expect(place(0.95)).toBe(450);
    expect(labels(ticks)).toEqual([
      '0.5',
      '0.55',
      '0.6',
      '0.65',
      '0.7',
      '0.75',
      '0.8',
      '0.85',
      '0.9',
      '0.95',
    ]);
  });

  it('has fewer ticks where there is less room', () => {
    expect(labels(linearAxis({ from: 0, to: 100, range: [0, 120], spacing: 60 }).ticks)).toEqual([
      '0',
      '50',
      '100',
    ]);
  });

  it('does not fall apart over a single value', () => {
    const { place, ticks } = linearAxis({ from: 0, to: 0, range: [100, 0], spacing: 20 });
    expect(place(0)).toBe(100);
    expect(ticks.length).toBeGreaterThan(1);
  });
});

describe('a logarithmic axis', () => {
  it('has its ticks at 1, 2 and 5 of each decade where there is room', () => {
    const { ticks } = logAxis({ from: 0.3, to: 40, range: [0, 600], spacing: 40 });
    expect(labels(ticks)).toEqual(['0.2', '0.5', '1', '2', '5', '10', '20', '50']);
  });

  it('labels decades only where there is less, and each other one where there is little', () => {
    const decades = { from: 1e-6, to: 1, range: [0, 240] as const };
    expect(labels(logAxis({ ...decades, spacing: 30 }).ticks)).toEqual([
      ...['0.000001', '0.00001', '0.0001', '0.001', '0.01', '0.1', '1'],
    ]);
    expect(labels(logAxis({ ...decades, spacing: 60 }).ticks)).toEqual(['0.000001', '0.0001', '0.01', '1']);
  });

  it('puts equal factors at equal distances', () => {
    const { place } = logAxis({ from: 1, to: 100, range: [0, 200], spacing: 40 });
    expect(place(10)).toBeCloseTo(100);
  });

  it('keeps what is outside at its ends, 0 too', () => {
    const { place } = logAxis({ from: 1, to: 100, range: [200, 0], spacing: 40 });
    expect([place(0), place(-1), place(1e9)]).toEqual([200, 200, 0]);
  });
});

describe('a fitting axis', () => {
  const room = { range: [100, 0] as const, spacing: 20 };

  it('is linear from 0 as long as values are alike', () => {
    const axis = fittingAxis([2, 5, 9], room);
    expect(axis.kind).toBe('linear');
    expect(axis.place(0)).toBe(100);
  });

  it('is logarithmic when the small ones could not be told apart', () => {
    expect(fittingAxis([0, 1, 1.5, 40], room).kind).toBe('logarithmic');
  });

  it('copes with nothing to show', () => {
    expect(fittingAxis([], room).ticks.length).toBeGreaterThan(1);
    expect(fittingAxis([0, 0], room).kind).toBe('linear');
  });
});
