import { SocketAddress } from 'node:net';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Address } from '../../lib/net/address.js';
import {
  formatProxyHeader,
  parseProxyHeader,
  PROXY_VERSIONS,
  type ProxyHeaderResult,
} from '../../lib/net/proxy-protocol.js';
import { SIGNATURE, VALID } from './proxy-headers.js';
import { runs } from '../helpers/effort.js';

const MAPPED = /^::ffff:(?=\d+\.)/;

/** IPv6 with many zeros, as every second word is one; in the form that Node's sockets have, IPv4 where it is mapped. */
const ipv6 = fc
  .oneof(
    fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
      .map((words) => words.map((word) => word.toString(16)).join(':')),
    fc.ipV6(),
    fc.ipV4().map((ip) => `::ffff:${ip}`),
  )
  .map((address) => new SocketAddress({ address, family: 'ipv6' }).address.replace(MAPPED, ''));
const port = fc.integer({ min: 0, max: 65_535 });
const end = (host: fc.Arbitrary<string>): fc.Arbitrary<Address> => fc.record({ host, port });
const pair = (host: fc.Arbitrary<string>) => fc.record({ source: end(host), destination: end(host) });
const addresses = fc.oneof(pair(fc.ipV4()), pair(ipv6), pair(fc.oneof(fc.ipV4(), ipv6)));
const version = fc.constantFrom(...PROXY_VERSIONS);

/** A valid header, some of its bytes others than they were. */
const damaged = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...VALID.map(({ bytes }) => bytes).filter(({ length }) => length < 300)),
      fc.tuple(version, addresses).map(([as, ends]) => formatProxyHeader(as, ends)),
    ),
    fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 10, 13, 32, 48, 58))), {
      maxLength: 3,
    }),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map(([header, changes, rest]) => {
    const bytes = Buffer.concat([header, rest]);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
/** A line whose addresses are of the right letters. */
const spelled = fc
  .tuple(fc.constantFrom('4', '6'), fc.array(fc.stringMatching(/^[\da-fA-F.:]{0,30}$/), { maxLength: 5 }))
  .map(([family, fields]) => Buffer.from(`PROXY TCP${family} ${fields.join(' ')}\r\n`));
const anything = fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged, spelled);

/** The answer without the reason, which may quote more when more has come. */
function gist(result: ProxyHeaderResult): unknown {
  return result.state === 'invalid' ? result.state : result;
}

it('reads back the addresses that it has written, in either version, and leaves the bytes of the client', () => {
  const property = fc.property(version, addresses, fc.uint8Array(), (as, ends, rest) => {
    const header = formatProxyHeader(as, ends);
    expect(parseProxyHeader(Buffer.concat([header, rest]))).toEqual({
      state: 'complete',
      header: { version: as, length: header.length, addresses: ends },
    });
  });
  fc.assert(property, { seed: 1, numRuns: runs(1000) });
});

it('asks for more until the last byte of what it has written has come', () => {
  const property = fc.property(version, addresses, fc.nat(), (as, ends, cut) => {
    const header = formatProxyHeader(as, ends);
    expect(parseProxyHeader(header.subarray(0, cut % header.length))).toEqual({ state: 'incomplete' });
  });
  fc.assert(property, { seed: 1, numRuns: runs(1000) });
});

it('takes nothing for a header that does not begin as one, and never throws', () => {
  const property = fc.property(anything, (bytes) => {
    const { state } = parseProxyHeader(bytes);
    const begins = Buffer.from(bytes).toString('hex').startsWith(SIGNATURE);
    if (!begins && !Buffer.from(bytes).toString('latin1').startsWith('PROXY '))
      expect(state).not.toBe('complete');
  });
  fc.assert(property, { seed: 1, numRuns: runs(5000) });
});

it('has one answer at the most beside "more", however much comes behind it', () => {
  const property = fc.property(anything, (bytes) => {
    let answer: unknown;
    for (let length = 0; length <= bytes.length; length++) {
      const result = parseProxyHeader(bytes.subarray(0, length));
      if (answer !== undefined) expect(gist(result)).toEqual(answer);
      else if (result.state !== 'incomplete') answer = gist(result);
      if (result.state === 'complete') expect(result.header.length).toBeLessThanOrEqual(length);
    }
  });
  fc.assert(property, { seed: 1, numRuns: runs(300) });
});
