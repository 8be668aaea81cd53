import { describe, expect, it } from '@jest/globals';
import { TTL_MS, VirtualLab, type VirtualBalancer } from './labs.js';
import { VirtualTime } from './virtual-time.js';

/** More visits than it takes until nothing changes any more. */
const VISITS = 6;

interface Mixed {
  readonly time: VirtualTime;
  readonly lab: VirtualLab;
  /** Where the client is brought by each visit, at the balancers in turn. */
  readonly visit: (balancers: readonly VirtualBalancer[]) => Promise<(string | undefined)[]>;
  readonly stored: () => string | null | undefined;
  /** How often the store was told to have the client stick to another backend. */
  readonly moves: () => number;
}

function mixed(): Mixed {
  const time = new VirtualTime();
  const lab = new VirtualLab(time);
  let moves = 0;
  const claim = lab.lab.claim.bind(lab.lab);
  lab.lab.claim = (claims, by, now) => {
    const before = lab.lab.lookUp(['k'], now)[0];
    const won = claim(claims, by, now);
    if (before !== null && lab.lab.lookUp(['k'], now)[0] !== before) moves++;
    return won;
  };
  const visit: Mixed['visit'] = async (balancers) => {
    const found: (string | undefined)[] = [];
    for (let n = 0; n < VISITS; n++) for (const balancer of balancers) found.push(await balancer.visit('k'));
    return found;
  };
  return { time, lab, visit, stored: () => lab.lab.lookUp(['k'], time.now)[0], moves: () => moves };
}

/** A client connects to the backend of that name, though others have fewer connections. */
async function begin(balancer: VirtualBalancer, name: string): Promise<void> {
  for (const backend of balancer.brain.pool.backends)
    if (backend.name !== name) balancer.brain.pool.opened(backend);
  expect(await balancer.visit('k')).toBe(name);
}

describe('a client whose backend a balancer does not know', () => {
  it('has one backend everywhere after balancers were started anew without it, one after the other', async () => {
    const { time, lab, visit, stored, moves } = mixed();
    const old = await lab.balancer('old', { backends: ['A', 'B', 'C', 'D'] });
    await begin(old, 'D');
    old.isDead = true;
    const one = await lab.balancer('one');
    const two = await lab.balancer('two');
    for (const backend of ['A', 'B']) two.brain.pool.opened(two.backendNamed(backend));
    await time.pass(1000);
    const found = await visit([one, two]);
    expect(new Set(found).size).toBe(1);
    expect(stored()).toBe(found[0]);
    expect(moves()).toBe(1);
  });

  it('is followed by a balancer that knows both, though it had it first', async () => {
    const { time, lab, visit, stored, moves } = mixed();
    const all = await lab.balancer('all', { backends: ['A', 'B', 'C', 'D'] });
    const fewer = await lab.balancer('fewer');
    await time.pass(1000);
    await begin(all, 'D');
    const here = await fewer.visit('k');
    expect(new Set(await visit([all, fewer]))).toEqual(new Set([here]));
    expect([stored(), moves()]).toEqual([here, 1]);
  });

  it('goes to and fro between two that know none of the backends of each other only until each has claimed it once', async () => {
    const { time, lab, visit, stored, moves } = mixed();
    const one = await lab.balancer('one', { backends: ['A', 'B'] });
    const two = await lab.balancer('two', { backends: ['D', 'E'] });
    await time.pass(1000);
    await begin(two, 'D');
    await visit([one, two]);
    expect([stored(), moves()]).toEqual(['D', 2]);
    for (const each of [one, two]) each.connect('k');
    await time.pass(2 * TTL_MS);
    expect([stored(), moves()]).toEqual(['D', 2]);
  });

  it('has the entry of a balancer that lives once nobody renews that of the other', async () => {
    const { time, lab, visit, stored } = mixed();
    const one = await lab.balancer('one', { backends: ['A', 'B'] });
    const two = await lab.balancer('two', { backends: ['D', 'E'] });
    await time.pass(1000);
    await begin(two, 'D');
    await visit([one, two]);
    two.isDead = true;
    const client = one.connect('k');
    await time.pass(2 * TTL_MS);
    expect(stored()).toBe(client.route?.backend.name);
  });
});
