import { describe, expect, it } from '@jest/globals';
import { FaultInjector } from '../../../lib/server/faults/fault-injector.js';
import { NO_FAULTS, type Faults } from '../../../lib/server/faults/faults.js';

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe('the faults of a backend', () => {
  it('are none to begin with, and none when it is healed', () => {
    const injector = new FaultInjector({}, 1);
    expect(injector.faults).toEqual(NO_FAULTS);
    expect(injector.downstream.isOn).toBe(false);

    injector.set({ hang: true });
    expect(injector.faults).toEqual({ ...NO_FAULTS, hang: true });
    expect(injector.downstream.isOn).toBe(true);
    injector.heal();

    expect(injector.faults).toEqual(NO_FAULTS);
  });

  it.each<Partial<Faults>>([
    { latencyMs: -1 },
    { latencyMs: NaN },
    { jitterMs: Infinity },
    { bandwidth: 0 },
    { refuseRatio: 1.1 },
    { refuseRatio: -0.1 },
    { failFirst: -1 },
    { resetAfter: NaN },
    { closeAfter: -1 },
  ])('%j are refused, and change nothing', (faults) => {
    expect(() => new FaultInjector(faults, 1)).toThrow(/is out of range: use/);
    const injector = new FaultInjector({ latencyMs: 5 }, 1);
    expect(() => injector.set(faults)).toThrow(/is out of range: use/);
    expect(injector.faults).toEqual({ ...NO_FAULTS, latencyMs: 5 });
  });
});

describe('a connection that comes in', () => {
  it('is served, reset or left alone', () => {
    expect(new FaultInjector({}, 1).admit()).toBe('served');
    expect(new FaultInjector({ refuseRatio: 1 }, 1).admit()).toBe('refuse-ratio');
    expect(new FaultInjector({ failFirst: 1 }, 1).admit()).toBe('fail-first');
    expect(new FaultInjector({ failFirst: 1, freeze: true }, 1).admit()).toBe('unaccepted');
  });

  it('is reset in the share asked for, the same ones for the same seed', () => {
    const admissions = (seed: number): string[] => {
      const injector = new FaultInjector({ refuseRatio: 0.2 }, seed);
      return draws(5000, () => injector.admit());
    };

    const first = admissions(1);

    expect(first).toEqual(admissions(1));
    expect(first).not.toEqual(admissions(2));
    // 20 % of 5,000 draws, give or take four standard deviations.
    const refused = first.filter((admission) => admission === 'refuse-ratio').length;
    expect(Math.abs(refused - 1000)).toBeLessThan(4 * Math.sqrt(5000 * 0.2 * 0.8));
  });

  it('is among the first once more when that is set anew', () => {
    const injector = new FaultInjector({ failFirst: 2 }, 1);
    expect(draws(3, () => injector.admit())).toEqual(['fail-first', 'fail-first', 'served']);

    injector.set({ failFirst: 1 });

    expect(draws(2, () => injector.admit())).toEqual(['fail-first', 'served']);
  });
});

describe('latency', () => {
  it('is the same each time without jitter', () => {
    const injector = new FaultInjector({ latencyMs: 50 }, 1);
    expect(draws(3, () => injector.downstream.drawLatency())).toEqual([50, 50, 50]);
  });

  it('is uniform over twice the jitter, but never below nothing', () => {
    const injector = new FaultInjector({ latencyMs: 50, jitterMs: 20 }, 1);
    const drawn = draws(10_000, () => injector.downstream.drawLatency());
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(70);
    for (let quarter = 0; quarter < 4; quarter++) {
      const share = drawn.filter((ms) => Math.floor((ms - 30) / 10) === quarter).length;
      expect(Math.abs(share - 2500)).toBeLessThan(4 * Math.sqrt(10_000 * 0.25 * 0.75));
    }

    injector.set({ latencyMs: 5 });

    expect(Math.min(...draws(1000, () => injector.downstream.drawLatency()))).toBe(0);
  });
});

describe('the line', () => {
  it('is taken as long as the bytes on it last', () => {
    const injector = new FaultInjector({ bandwidth: 1000 }, 1);
    injector.downstream.occupyLine(100, 1000);
    // A hundred milliseconds' worth, of which a slice of 20 may have been due before.
    expect([
      injector.downstream.lineBusyMs(1000),
      injector.downstream.lineBusyMs(1050),
      injector.downstream.lineBusyMs(1200),
    ]).toEqual([80, 30, 0]);

    injector.downstream.occupyLine(10, 1085);

    expect(injector.downstream.lineBusyMs(1085)).toBe(5);
  });

  it('is free without a bandwidth', () => {
    const injector = new FaultInjector({ bandwidth: 1 }, 1);
    injector.downstream.occupyLine(1000, 0);
    injector.heal();
    expect(injector.downstream.lineBusyMs(0)).toBe(0);
  });
});
