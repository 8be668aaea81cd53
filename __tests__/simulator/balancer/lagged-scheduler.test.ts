import { describe, expect, test } from '@jest/globals';
import { LeastConnectionsScheduler } from '../../../lib/schedulers/least-connections.js';
import type { Candidate } from '../../../lib/schedulers/scheduler.js';
import { LaggedScheduler } from '../../../lib/simulator/balancer/lagged-scheduler.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { runOf } from '../test-scenarios.js';

interface Member extends Candidate {
  openConnections: number;
}

/** Least-connections of two members, which sees their loads 5 late. */
function lagged() {
  const clock = { now: 0 };
  const scheduler = new LaggedScheduler<Member>(
    <C extends Candidate>() => new LeastConnectionsScheduler<C>(),
    5,
    () => clock.now,
  );
  const members = [0, 1].map((index): Member => ({ index, weight: 1, openConnections: 0 }));
  for (const member of members) scheduler.add(member);
  return {
    clock,
    scheduler,
    members,
    load: (index: number, openConnections: number): void => {
      const member = members[index];
      if (member === undefined) throw new RangeError(`there is no member ${index}`);
      member.openConnections = openConnections;
      scheduler.loadChanged(member);
    },
    picked: (tried: readonly Member[] = []) => scheduler.pick(new Set(tried))?.candidate.index,
  };
}

describe('an algorithm that sees loads late', () => {
  test('picks by the loads of then', () => {
    const { clock, load, picked } = lagged();
    load(0, 7);
    clock.now = 4.9;
    expect([picked(), picked()]).toEqual([0, 1]);
    clock.now = 5;
    expect([picked(), picked()]).toEqual([1, 1]);
    load(1, 9);
    expect([picked(), picked()]).toEqual([1, 1]);
    clock.now = 10;
    expect([picked(), picked()]).toEqual([0, 0]);
  });

  test('knows at once who is a member, and who was tried', () => {
    const { scheduler, members, picked } = lagged();
    const [first, second] = members as [Member, Member];
    expect(picked([first])).toBe(1);
    scheduler.remove(second);
    expect([picked(), picked([first])]).toEqual([0, undefined]);
  });

  test('explains its picks with what it sees', () => {
    const { clock, load, scheduler, members } = lagged();
    load(0, 3);
    clock.now = 6;
    load(1, 8);
    const explained = scheduler.explain(new Set());
    expect(explained?.candidate).toBe(members[1]);
    expect(explained?.considered.map(({ candidate, score }) => [candidate.index, score])).toEqual([
      [1, 0],
      [0, 3],
    ]);
  });

  test('forgets none of many changes', () => {
    const { clock, load, picked } = lagged();
    for (let change = 0; change < 10_000; change++) {
      clock.now = change / 100;
      load(change % 2, change);
      if (change % 7 === 0) picked();
    }
    clock.now = 200;
    load(1, 0);
    expect(picked()).toBe(0);
    clock.now = 205;
    expect(picked()).toBe(1);
  });
});

describe('--load-lag', () => {
  const mean = (algorithm: 'random' | 'power-of-two' | 'least-connections', loadLag: number): number =>
    runOf({ ...{ backends: 100, load: 0.9, requests: 60_000, warmup: 0.3 }, algorithm, loadLag }).meanSojourn;

  // Mitzenmacher (2000): old information makes the shortest queue worse than chance long before it does that to two choices.
  test('makes the shortest queue worse than a random one, and leaves two choices better', () => {
    const random = mean('random', 0);
    expect(mean('random', 10)).toBe(random);
    expect(mean('least-connections', 0)).toBeLessThan(mean('power-of-two', 0));
    expect(mean('least-connections', 5)).toBeGreaterThan(random);
    expect(mean('power-of-two', 5)).toBeLessThan(random);
  });

  test('changes nothing where it is 0, in service times, and theory of loads known at once is not shown', () => {
    const hash = (options: SimulationOptions) =>
      runOf({ requests: 2000, algorithm: 'peak-ewma', ...options }).traceHash;
    expect(hash({ loadLag: 0 })).toBe(hash({}));
    expect(hash({ loadLag: 1 })).not.toBe(hash({}));
    expect(planSimulation({ loadLag: '40ms', serviceMean: '20ms' }).settings.loadLag).toBe(40);
  });

  test.each([-1, 1e10])('%p is refused', (loadLag) => {
    expect(() => planSimulation({ loadLag })).toThrow(/loadLag .* is out of range/);
  });
});
