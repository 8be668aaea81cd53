import type { VirtualBalancer } from '../balancer/virtual-balancer.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { RandomStreams } from '../engine/random-streams.js';
import type { VirtualTimers } from '../engine/timers.js';
import type { SimulationSettings } from '../plan/settings.js';
import { SharedAtOnce } from './at-once.js';
import { VirtualMember } from './virtual-member.js';
import { VirtualLab } from './virtual-lab.js';

/** What balancers that share stand on. */
export interface SharingDeps {
  readonly queue: EventQueue;
  readonly timers: VirtualTimers;
  readonly streams: RandomStreams;
  /** A job that was held goes on. */
  readonly place: (job: number) => void;
  /** Those that wait at the balancer may be served now. */
  readonly changed: (balancer: VirtualBalancer) => void;
}

/** From now on the balancers share what they know, if they are to. @returns the lab by which they do; undefined where nothing is between them */
export function shareAmong(
  balancers: readonly VirtualBalancer[],
  { shareLag: lag, sticky }: SimulationSettings,
  { queue, timers, streams, place, changed }: SharingDeps,
): VirtualLab | undefined {
  if (lag === Infinity) return undefined;
  const now = (): number => queue.now;
  if (lag === 0) {
    for (const self of balancers) {
      const others = balancers.filter((other) => other !== self);
      self.sharing = new SharedAtOnce({ self, others, now, changed });
    }
    return undefined;
  }
  const lab = new VirtualLab({ queue, timers, lag });
  for (const [number, balancer] of balancers.entries()) {
    const random = streams.exchanges[number] ?? streams.faults;
    const id = `balancer ${number + 1}`;
    balancer.sharing = new VirtualMember({ lab, balancer, id, random, sticky, now, place, changed });
  }
  return lab;
}
