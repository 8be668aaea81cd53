import { describe, expect, it } from '@jest/globals';
import type { VirtualBalancer } from './labs.js';
import { twoBalancers, type Two } from './two-balancers.js';

function backendOf({ brain }: VirtualBalancer, now: number): string | undefined {
  return brain.router.stickyBackendOf('k', now)?.name;
}

function probed(balancer: VirtualBalancer, name: string, healthy: boolean, now: number): void {
  balancer.brain.pool.observed(balancer.backendNamed(name), healthy, now);
}

/** B is down for the second balancer; then the first, for which A is down, moves the client from A to B. */
async function movedToB(): Promise<Two & { readonly asked: () => number }> {
  const two = await twoBalancers();
  const { time, lab, one } = two;
  expect([await one.visit('k'), await two.two.visit('k')]).toEqual(['A', 'A']);
  probed(two.two, 'B', false, time.now);
  probed(one, 'A', false, time.now);
  one.brain.pool.opened(one.backendNamed('C'));
  expect(await one.visit('k')).toBe('B');
  let asked = 0;
  const lookUp = lab.lab.lookUp.bind(lab.lab);
  lab.lab.lookUp = (keys, now) => {
    asked++;
    return lookUp(keys, now);
  };
  return { ...two, asked: () => asked };
}

describe('an idle client that another balancer has moved', () => {
  it('stays where it is while its new backend is down here, and follows when that is up', async () => {
    const { time, two, asked } = await movedToB();
    await time.pass(2000);
    expect([backendOf(two, time.now), asked()]).toEqual(['A', 0]);
    probed(two, 'B', true, time.now);
    await time.pass(500);
    expect([backendOf(two, time.now), asked()]).toEqual(['B', 1]);
  });

  it('follows to where it is by then, which may be here again', async () => {
    const { time, one, two } = await movedToB();
    probed(one, 'A', true, time.now);
    probed(one, 'B', false, time.now);
    expect(await two.visit('k')).toBe('A');
    await time.pass(500);
    probed(two, 'B', true, time.now);
    await time.pass(500);
    expect([one, two].map((each) => backendOf(each, time.now))).toEqual(['A', 'A']);
  });

  it('is asked about again where an answer of the store is lost', async () => {
    const { time, lab, two } = await movedToB();
    lab.loss = 1;
    probed(two, 'B', true, time.now);
    await time.pass(300);
    expect(backendOf(two, time.now)).toBe('A');
    lab.loss = 0;
    await time.pass(1000);
    expect(backendOf(two, time.now)).toBe('B');
  });

  it('is not asked about when it has been forgotten meanwhile', async () => {
    const { time, two, asked } = await movedToB();
    two.brain.router.forget('k', time.now);
    probed(two, 'B', true, time.now);
    await time.pass(500);
    expect([backendOf(two, time.now), asked()]).toEqual([undefined, 0]);
  });
});
