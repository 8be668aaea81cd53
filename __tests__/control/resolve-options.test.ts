import { describe, expect, it } from '@jest/globals';
import { BALANCER_DEFAULTS } from '../../lib/control/option-table.js';
import type { BalancerOptions } from '../../lib/control/options.js';
import { resolveOptions } from '../../lib/control/resolve-options.js';

const backends = [{ host: 'a', port: 1 }];

describe('the options of a balancer', () => {
  it('have the defaults of the contract', () => {
    expect(resolveOptions({ backends })).toMatchObject({ ...BALANCER_DEFAULTS, backends });
    expect(BALANCER_DEFAULTS).toEqual({
      clusterShare: 'all',
      clusterTimeoutMs: 30,
      clusterStrict: false,
      host: '127.0.0.1',
      port: 8080,
      engine: 'auto',
      algorithm: 'auto',
      choices: 2,
      sample: 'distinct',
      ewmaDecayMs: 10_000,
      stickyKey: 'ip',
      stickyMax: 100_000,
      stickyTtlMs: 3_600_000,
      healthCheck: 'tcp',
      healthCheckIntervalMs: 5000,
      healthCheckTimeoutMs: 2000,
      healthCheckRise: 1,
      healthCheckFall: 2,
      dnsIntervalMs: 30_000,
      dnsServer: [],
      dnsHoldMs: 30_000,
      dnsEmpty: 'keep',
      waitForBackendTimeoutMs: 30_000,
      connectTimeoutMs: 2000,
      drainTimeoutMs: 10_000,
      idleTimeoutMs: 3_600_000,
      halfCloseTimeoutMs: 60_000,
      tcpKeepaliveMs: 60_000,
      maxConnections: 10_000,
      maxPerBackend: Infinity,
      queueMax: 1000,
      queueTimeoutMs: 30_000,
      onFailover: 'keep',
      reroute: false,
      slowStartMs: 0,
      observe: 'connect',
      allow: [],
      deny: [],
      acceptProxy: false,
      trust: [],
      sendProxy: 'off',
      rateLimit: 0,
      recordMax: 1_000_000,
    });
  });

  it.each([
    ['no backends', []],
    ['nothing but backups', [{ host: 'a', port: 1, backup: true }]],
    ['nothing but backups that are looked up', [{ dns: 'a.lan', port: 1, backup: true }]],
  ])('refuse %s, unless they may come from a file', (_, none) => {
    expect(() => resolveOptions({ backends: none })).toThrow(
      expect.objectContaining({
        code: 'ERR_BACKENDS_EMPTY',
        message: 'the backend list is empty: name at least one host:port',
      }),
    );
    expect(resolveOptions({ backends: none, backendsFile: 'list.txt' }).backendsFile).toBe('list.txt');
  });

  it('tell backends from names that are looked up', () => {
    const names = [{ dns: 'app.lan', port: 80 }, { srv: '_shop._tcp.lan' }] as const;
    expect(resolveOptions({ backends: [names[0], ...backends, names[1]] })).toMatchObject({
      backends,
      lookedUp: names,
    });
  });

  it.each([
    [{ dns: 'app.lan' }, /port is missing/],
    [{ dns: 'app.lan', port: 0 }, /port 0 is out of range/],
    [{ dns: 'app.lan', port: 80, weight: 257 }, /weight 257 is out of range/],
    [{ dns: 'a b', port: 80 }, /dns a b is out of range: use a name in DNS/],
    [{ dns: 'app.lan', port: 80, host: 'a' }, /unknown option 'host'/],
    [{ srv: '_shop._tcp.lan', weight: 2 }, /unknown option 'weight'/],
    [{ srv: 5 }, /srv 5 is of the wrong type/],
  ])('refuse %j', (entry, message) => {
    expect(() => resolveOptions({ backends: [entry as never] })).toThrow(message);
  });

  it('take undefined for not given', () => {
    const options = { backends, port: undefined } as unknown as BalancerOptions;
    expect(resolveOptions(options).port).toBe(8080);
  });

  const refused: readonly (readonly [string, Partial<Record<keyof BalancerOptions, unknown>>])[] = [
    ['choices 0 is out of range: use an integer from 1 to 256', { choices: 0 }],
    ['choices 257', { choices: 257 }],
    ['choices 2.5', { choices: 2.5 }],
    ["sample 'some' is unknown: use one of distinct, independent", { sample: 'some' }],
    ['ewmaDecayMs 0', { ewmaDecayMs: 0 }],
    ['stickyMax 0', { stickyMax: 0 }],
    ['recordMax 0', { record: 'run.jsonl', recordMax: 0 }],
    ['recordMax 5 without record', { recordMax: 5 }],
    ["record '-' is not a file", { record: '-' }],
    ['seed 0.5', { seed: 0.5 }],
    ['stickyMax 10000001', { stickyMax: 10_000_001 }],
    ['healthCheckRise 1.5', { healthCheckRise: 1.5 }],
    ['healthCheckFall 0', { healthCheckFall: 0 }],
    ['healthCheckIntervalMs 0', { healthCheckIntervalMs: 0 }],
    ['healthCheckIntervalMs NaN', { healthCheckIntervalMs: NaN }],
    ['connectTimeoutMs -1', { connectTimeoutMs: -1 }],
    ['stickyTtlMs 0', { stickyTtlMs: 0 }],
    ['waitForBackendTimeoutMs -1', { waitForBackendTimeoutMs: -1 }],
    ['drainTimeoutMs Infinity', { drainTimeoutMs: Infinity }],
    ['port 70000', { port: 70_000 }],
    ['stickyKey cookie', { stickyKey: 'cookie' }],
    ['idleTimeoutMs 0', { idleTimeoutMs: 0 }],
    ['halfCloseTimeoutMs NaN', { halfCloseTimeoutMs: NaN }],
    ['maxConnections 0', { maxConnections: 0 }],
    ['maxPerBackend 1.5', { maxPerBackend: 1.5 }],
    ['queueMax -1', { queueMax: -1 }],
    ['queueTimeoutMs -1', { queueTimeoutMs: -1 }],
    ['slowStartMs Infinity', { slowStartMs: Infinity }],
    ['onFailover drop', { onFailover: 'drop' }],
    ['observe everything', { observe: 'everything' }],
    [
      'tcpKeepaliveMs 32767001 is out of range: use a time from 0 to 32767000',
      { tcpKeepaliveMs: 32_767_001 },
    ],
    ['tcpKeepaliveMs -1', { tcpKeepaliveMs: -1 }],
    ['tcpKeepaliveMs NaN', { tcpKeepaliveMs: NaN }],
    ['sendProxy v3', { sendProxy: 'v3' }],
    ['rateLimit -1', { rateLimit: -1 }],
    ["'10.0.0.0/33' is not a network", { acceptProxy: true, trust: ['10.0.0.0/33'] }],
    ['acceptProxy without trust', { acceptProxy: true }],
    ['trust 10.0.0.0/8 without acceptProxy', { trust: ['10.0.0.0/8'] }],
  ];

  it.each(refused)('refuse %s by name', (message, options) => {
    expect(() => resolveOptions({ backends, ...options } as BalancerOptions)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        kind: 'usage',
        message: expect.stringContaining(message),
      }),
    );
  });
});
