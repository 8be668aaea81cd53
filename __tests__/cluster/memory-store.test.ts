import { describe, expect, it } from '@jest/globals';
import { MemoryLab } from '../../lib/cluster/memory/memory-lab.js';
import { MemoryStore } from '../../lib/cluster/memory/memory-store.js';
import { UnsteadyStore } from '../../lib/cluster/memory/unsteady-store.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { storeContract } from './store-contract.js';
import { VirtualTime } from './virtual-time.js';

describe('a store in memory', () => {
  storeContract(() => {
    const time = new VirtualTime();
    const store = new MemoryStore(new MemoryLab(), () => time.now);
    return Promise.resolve({ store, passMs: (ms) => time.pass(ms) });
  });
});

describe('a store behind a slow network', () => {
  storeContract(() => {
    const time = new VirtualTime();
    const store = new UnsteadyStore(new MemoryStore(new MemoryLab(), () => time.now), {
      random: seededRandom(1),
      startTimer: time.startTimer,
      delayMs: 5,
    });
    // Somebody waits for each answer, so time goes on by itself.
    time.flows();
    return Promise.resolve({ store, passMs: (ms) => time.pass(ms) });
  });

  it('repeats its delays and losses by the seed, and lets calls overtake one another', async () => {
    const orderOf = async (seed: number): Promise<number[]> => {
      const time = new VirtualTime();
      const random = seededRandom(seed);
      const inner = new MemoryStore(new MemoryLab(), () => time.now);
      const store = new UnsteadyStore(inner, {
        random,
        startTimer: time.startTimer,
        delayMs: 100,
        loss: 0.2,
      });
      const arrived: number[] = [];
      for (let call = 0; call < 20; call++) void store.lookUp(['a']).then(() => arrived.push(call));
      await time.pass(200);
      return arrived;
    };
    const order = await orderOf(7);
    expect(await orderOf(7)).toEqual(order);
    expect(order.length).toBeLessThan(20);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
  });

  it('refuses while it is away', async () => {
    const time = new VirtualTime();
    const options = {
      random: seededRandom(1),
      startTimer: time.startTimer,
      delayMs: 0,
      isReachable: () => false,
    };
    const store = new UnsteadyStore(new MemoryStore(new MemoryLab(), () => time.now), options);
    await expect(store.open()).rejects.toMatchObject({ code: 'ERR_CLUSTER' });
  });
});
