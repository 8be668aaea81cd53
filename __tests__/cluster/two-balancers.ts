import type { LabOptions } from './lab-options.js';
import { VirtualLab, type VirtualBalancer } from './labs.js';
import { VirtualTime } from './virtual-time.js';

/** Two balancers that know of each other. */
export interface Two {
  readonly time: VirtualTime;
  readonly lab: VirtualLab;
  readonly one: VirtualBalancer;
  readonly two: VirtualBalancer;
}

export async function twoBalancers(options: LabOptions = {}): Promise<Two> {
  const time = new VirtualTime();
  const lab = new VirtualLab(time, options);
  const one = await lab.balancer('one');
  const two = await lab.balancer('two');
  await time.pass(1000);
  return { time, lab, one, two };
}
