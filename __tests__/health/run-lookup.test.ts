import { describe, expect, it } from '@jest/globals';
import { runLookup, type Found } from '../../lib/health/run-lookup.js';
import { LbsimError } from '../../lib/errors.js';
import type { Lookup } from '../../lib/net/resolve.js';

/** As a program without types may write it. */
const untyped = (lookup: () => unknown): Lookup => lookup as Lookup;

const NO_LIST = { ips: [], failure: 'lookup gave something other than a list of IP addresses' };

describe("a lookup of the user's own", () => {
  it.each<[string, Lookup, Found]>([
    ['gives addresses', () => Promise.resolve(['::1', '127.0.0.1']), { ips: ['::1', '127.0.0.1'] }],
    ['gives one twice', () => Promise.resolve(['::1', '::1']), { ips: ['::1'] }],
    ['is not async', untyped(() => ['127.0.0.1']), { ips: ['127.0.0.1'] }],
    ['gives none', () => Promise.resolve([]), { ips: [], failure: 'no addresses' }],
    ['gives nothing', untyped(() => undefined), NO_LIST],
    ['gives a string', untyped(() => '127.0.0.1'), NO_LIST],
    ['gives a host name', () => Promise.resolve(['localhost']), NO_LIST],
    ['gives records', untyped(() => [{ address: '127.0.0.1', family: 4 }]), NO_LIST],
    ['rejects', () => Promise.reject(new Error('no such zone')), { ips: [], failure: 'no such zone' }],
    [
      'throws',
      () => {
        throw new Error('not ready');
      },
      { ips: [], failure: 'not ready' },
    ],
    [
      'throws what is no error',
      () => {
        throw Object.create(null);
      },
      { ips: [], failure: 'unknown error' },
    ],
    [
      'does not know the host',
      () => Promise.reject(new LbsimError('ERR_HOST_NOT_FOUND', "host 'a' does not resolve")),
      { ips: [] },
    ],
  ])('that %s has its result', async (_how, lookup, found) => {
    expect(await runLookup(lookup, 'a')).toEqual(found);
  });
});
