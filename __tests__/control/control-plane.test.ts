import { describe, expect, it } from '@jest/globals';
import type { BalancerOptions } from '../../lib/control/options.js';
import { connected, primary } from '../workers/dispatching.js';

/** Has clients connect that stay, with these lots. @returns whom each was given */
async function given(
  count: number,
  options: Partial<BalancerOptions>,
  ...lots: number[]
): Promise<(string | undefined)[]> {
  const { dispatcher } = await primary(3, { ...options, random: () => lots.shift() ?? 0 });
  const names = [];
  for (let client = 0; client < count; client++) names.push((await connected(dispatcher)).backend?.name);
  return names;
}

describe('a local dispatcher', () => {
  it('lets the algorithm compare two different backends, if nothing else is said', async () => {
    const lots = [0.5, 0.5, 0.5, 0, 0.5, 0];
    expect(await given(3, { algorithm: 'power-of-two' }, ...withProbes(lots))).toEqual(['B2', 'B1', 'B2']);
  });

  it('lets it compare as many as it is told', async () => {
    const names = await given(6, { algorithm: 'power-of-two', choices: 3 });
    expect(names).toEqual(['B1', 'B2', 'B3', 'B1', 'B2', 'B3']);
  });

  it('lets it draw independently', async () => {
    const names = await given(3, { algorithm: 'power-of-two', sample: 'independent' });
    expect(names).toEqual(['B1', 'B1', 'B1']);
  });
});

/** The first lots are for when each backend is looked at again. */
function withProbes(lots: readonly number[]): number[] {
  return [0, 0, 0, ...lots];
}
