import { describe, expect, it } from '@jest/globals';
import { LbsimError } from '../../lib/errors.js';
import { Backend, type BackendSpec } from '../../lib/routing/backend.js';

function refusal(spec: BackendSpec): unknown {
  try {
    return new Backend(0, spec);
  } catch (error) {
    return error;
  }
}

describe('a backend', () => {
  it.each([
    { spec: { host: '127.0.0.1', port: 8881 }, name: '127.0.0.1:8881' },
    { spec: { host: 'example.org', port: 80 }, name: 'example.org:80' },
    { spec: { host: '::1', port: 8881 }, name: '[::1]:8881' },
    { spec: { host: '2001:db8:0:0:0:0:0:1', port: 1 }, name: '[2001:db8:0:0:0:0:0:1]:1' },
    { spec: { host: 'fe80::1%eth0', port: 1 }, name: '[fe80::1%eth0]:1' },
    { spec: { host: '::1', port: 8881, name: 'B1' }, name: 'B1' },
  ])('at $spec is named $name', ({ spec, name }) => {
    expect(new Backend(0, spec).name).toBe(name);
  });

  it('keeps what it was given', () => {
    const backend = new Backend(3, { host: '::1', port: 65_535, weight: 256 });
    expect(backend).toMatchObject({ index: 3, host: '::1', port: 65_535, weight: 256 });
  });

  it('weighs 1, is ready, has not been seen healthy and has no connections at first', () => {
    const backend = new Backend(0, { host: '127.0.0.1', port: 1 });
    expect(backend).toMatchObject({ weight: 1, admin: 'ready', healthy: false, openConnections: 0 });
    expect(backend).toMatchObject({ active: false, backup: false, maxConnections: Infinity });
  });

  it.each([
    { healthy: true, admin: 'ready', up: true },
    { healthy: true, admin: 'drain', up: false },
    { healthy: true, admin: 'maint', up: false },
    { healthy: false, admin: 'ready', up: false },
    { healthy: false, admin: 'maint', up: false },
  ])('is up: $up when healthy: $healthy, and $admin', ({ up, ...words }) => {
    const backend = new Backend(0, { host: '127.0.0.1', port: 1 });
    Object.assign(backend, words);
    expect(backend.up).toBe(up);
  });

  it.each([
    { active: true, openConnections: 1, available: true },
    { active: true, openConnections: 2, available: false },
    { active: true, openConnections: 3, available: false },
    { active: false, openConnections: 0, available: false },
  ])(
    'that may have 2 is available: $available when active: $active, with $openConnections',
    ({ available, ...state }) => {
      const backend = new Backend(0, { host: '127.0.0.1', port: 1 }, 2);
      Object.assign(backend, state);
      expect(backend.available).toBe(available);
    },
  );

  it.each([0, -1, 1.5, 257, NaN, Infinity])('refuses the weight %p', (weight) => {
    const refused = refusal({ host: '127.0.0.1', port: 8881, weight });
    expect(refused).toBeInstanceOf(LbsimError);
    expect(refused).toMatchObject({
      code: 'ERR_OPTION_INVALID',
      kind: 'usage',
      message: `weight ${weight} of backend 127.0.0.1:8881 is out of range: use 1 to 256`,
    });
  });

  it.each([0, -1, 80.5, 65_536, NaN])('refuses the port %p', (port) => {
    const refused = refusal({ host: '::1', port, name: 'B1' });
    expect(refused).toBeInstanceOf(LbsimError);
    expect(refused).toMatchObject({
      code: 'ERR_OPTION_INVALID',
      kind: 'usage',
      message: `port ${port} of backend B1 is out of range: use 1 to 65535`,
    });
  });

  it.each(['', '  ', 'B\n1', 'B\u001b[2J'])('refuses the name %j', (name) => {
    expect(refusal({ host: 'a', port: 1, name })).toMatchObject({
      code: 'ERR_OPTION_INVALID',
      kind: 'usage',
      message: `backend name ${JSON.stringify(name)} is blank or has control characters: use one such as B1`,
    });
  });
});
