import { describe, expect, it } from '@jest/globals';
import { Overrides, type BackendOverrides } from '../../lib/control/overrides.js';
import { poolOf } from '../routing/pools.js';

function overridesOfOne() {
  const overrides = new Overrides();
  const [backend] = poolOf([{ host: 'x', port: 1 }]).pool.backends;
  if (backend === undefined) throw new Error('one was given');
  const signature = (): Pick<BackendOverrides, 'by' | 'since'> => {
    const { by, since } = overrides.of(backend);
    return { by, since };
  };
  return { overrides, backend, signature };
}

describe('overrides', () => {
  it('are signed by who made the last one that is in force', () => {
    const { overrides, backend, signature } = overridesOfOne();
    overrides.change(backend, { weight: 5 }, 'ann');
    const anns = signature();
    overrides.change(backend, { admin: 'drain' }, 'bob');
    expect(signature()).toMatchObject({ by: 'bob' });
    overrides.change(backend, { admin: null }, 'eve');
    expect(signature()).toEqual(anns);
    overrides.change(backend, { weight: null }, 'eve');
    expect(signature()).toEqual({ by: null, since: null });
  });

  it('keep their signature when the configuration ends another one', () => {
    const { overrides, backend, signature } = overridesOfOne();
    overrides.change(backend, { admin: 'drain' }, 'ann');
    const anns = signature();
    overrides.change(backend, { weight: 5 }, 'ann');
    overrides.configureWeight(backend, 3);
    expect(overrides.of(backend)).toEqual({ admin: 'drain', weight: null, maxConnections: null, ...anns });
  });

  it('of a balancer keep it, too', () => {
    const { overrides } = overridesOfOne();
    overrides.changeBalancer({ queueMax: 5 }, 'ann');
    const { since } = overrides.balancer;
    overrides.changeBalancer({ algorithm: 'random', maxPerBackend: 2 }, 'bob');
    overrides.changeBalancer({ algorithm: null, maxPerBackend: null, maxConnections: null }, 'config');
    expect(overrides.balancer).toMatchObject({ queueMax: 5, algorithm: null, by: 'ann', since });
  });

  it('go with their signatures to a backend that takes the place of theirs', () => {
    const { overrides, backend } = overridesOfOne();
    const heir = overridesOfOne().backend;
    overrides.change(backend, { weight: 5 }, 'ann');
    overrides.change(heir, { weight: 5 }, 'config');
    overrides.inherited(backend, heir);
    expect(overrides.of(heir)).toEqual(overrides.of(backend));
  });
});
