import { describe, expect, it } from '@jest/globals';
import { BalancerViews } from '../../lib/admin/balancer-views.js';
import type { BalancerControl } from '../../lib/control/balancer-control.js';
import { Balancer } from '../../lib/balancer/balancer.js';

/** A balancer that counts how often it is looked at. */
function counted(): { readonly control: BalancerControl; readonly looks: () => number } {
  const balancer = new Balancer({ backends: [{ name: 'B1', host: '127.0.0.1', port: 9 }] });
  let looks = 0;
  const control = new Proxy<BalancerControl>(balancer, {
    get(target, key) {
      if (key === 'snapshot') looks += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { control, looks: () => looks };
}

describe('BalancerViews', () => {
  it('makes ten snapshots and ten a second for a crowd', () => {
    const { control, looks } = counted();
    const views = new BalancerViews(control);
    const since = performance.now();
    for (let n = 0; n < 1000; n += 1) views.latest();
    const seconds = (performance.now() - since) / 1000;
    expect(looks()).toBeGreaterThanOrEqual(10);
    expect(looks()).toBeLessThanOrEqual(10 + Math.ceil(10 * seconds));
  });

  it('shows a change to the one who made it, and to all after it', () => {
    const { control } = counted();
    const views = new BalancerViews(control);
    for (let n = 0; n < 20; n += 1) views.latest();
    control.setWeight('B1', 7);
    expect(views.now().backends[0]).toMatchObject({ effective: { weight: 7 }, control: null });
    expect(views.latest().backends[0]?.effective.weight).toBe(7);
  });
});
