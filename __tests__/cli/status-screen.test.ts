import { describe, expect, it } from '@jest/globals';
import { stateOf } from '../../lib/admin/backend-view.js';
import { statusScreen } from '../../lib/cli/status-screen.js';
import type { BackendSnapshot } from '../../lib/control/snapshot.js';

const UP: BackendSnapshot = {
  name: 'B1',
  host: '127.0.0.1',
  port: 8881,
  backup: false,
  weight: 1,
  warmth: 1,
  admin: 'ready',
  healthy: true,
  active: true,
  openConnections: 0,
  maxConnections: null,
};

describe('the state of a backend', () => {
  it.each<[Partial<BackendSnapshot>, string]>([
    [{}, 'up'],
    [{ healthy: false, active: false }, 'down'],
    [{ maxConnections: 2, openConnections: 2 }, 'full'],
    [{ maxConnections: 2, openConnections: 1 }, 'up'],
    [{ backup: true, active: false }, 'standby'],
    [{ backup: true }, 'up'],
    [{ warmth: 0.5 }, 'starting'],
    [{ admin: 'drain', active: false }, 'drain'],
    [{ admin: 'maint', active: false, healthy: false }, 'maint'],
    [{ admin: 'drain', openConnections: 1 }, 'draining'],
  ])('of %j is %s', (changes, state) => {
    expect(stateOf({ ...UP, ...changes })).toBe(state);
  });
});

describe('the status screen', () => {
  it('is 80 columns wide at most, and has the counts', () => {
    const backends = [
      UP,
      { ...UP, name: 'a name of\u001b some length', host: 'fd00::1', openConnections: 12 },
    ];
    const screen = statusScreen(
      {
        algorithm: 'least-connections',
        stopping: false,
        openConnections: 12,
        waiting: 1,
        backends,
      },
      80,
    );
    expect(screen).toContain('a name of\\u001b some length');
    expect(screen).toContain('[fd00::1]:8881');
    expect(screen.split('\n').at(-1)).toBe(
      '2 of 2 backends up; 12 open connections, 1 client waiting; algorithm least-connections',
    );
    for (const line of screen.split('\n').slice(0, -1)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('has room for 50 backends, and says how many more there are', () => {
    const backends = Array.from({ length: 60 }, (_, n) => ({ ...UP, name: `B${n}`, healthy: n < 58 }));
    const screen = statusScreen(
      {
        algorithm: 'auto',
        stopping: true,
        openConnections: 0,
        waiting: 0,
        backends,
      },
      80,
    );
    expect(screen.split('\n').slice(-2)).toEqual([
      'and 10 more backends',
      'draining; 58 of 60 backends up; 0 open connections, 0 clients waiting; algorithm auto',
    ]);
    expect(screen).toContain('B49');
    expect(screen).not.toContain('B50');
  });
});
