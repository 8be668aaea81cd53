import { describe, expect, it } from '@jest/globals';
import { stateOf, type BackendState } from '../../lib/control/backend-state.js';
import { Backend } from '../../lib/routing/backend.js';

const UP = { healthy: true, active: true, isProbed: true, warmth: 1 };

describe('the state of a backend', () => {
  it.each<[Partial<Backend> & { isProbed?: boolean; warmth?: number }, BackendState]>([
    [{}, 'up'],
    [{ isProbed: false, healthy: false, active: false }, 'probing'],
    [{ healthy: false, active: false }, 'down'],
    [{ maxConnections: 2, openConnections: 2 }, 'full'],
    [{ maxConnections: 2, openConnections: 1 }, 'up'],
    [{ backup: true, active: false }, 'standby'],
    [{ backup: true }, 'up'],
    [{ warmth: 0.5 }, 'starting'],
    [{ admin: 'drain', active: false }, 'drain'],
    [{ admin: 'maint', active: false, healthy: false, isProbed: false }, 'maint'],
    [{ admin: 'drain', openConnections: 1 }, 'draining'],
    [{ admin: 'maint', openConnections: 1 }, 'draining'],
  ])('of %j is %s', (changes, state) => {
    const { isProbed, warmth, ...fields } = { ...UP, ...changes };
    const backend = Object.assign(new Backend(0, { host: '127.0.0.1', port: 1 }), fields);
    expect(stateOf(backend, isProbed, warmth)).toBe(state);
  });
});
