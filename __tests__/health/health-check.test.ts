import { describe, expect, it } from '@jest/globals';
import { healthCheck } from '../../lib/control/health-check-kind.js';
import { resolveOptions } from '../../lib/control/resolve-options.js';
import { parseHealthCheck } from '../../lib/health/health-check.js';

const backends = [{ host: '127.0.0.1', port: 1 }];

describe('a health check in words', () => {
  it.each([
    ['tcp', { kind: 'tcp' }],
    ['TLS', { kind: 'tls' }],
    ['http:/', { kind: 'http', path: '/' }],
    ['HTTP:/Health?a=b,c', { kind: 'http', path: '/Health?a=b,c' }],
  ])('can be %s', (text, check) => expect(parseHealthCheck(text)).toEqual(check));

  it.each([
    [String.raw`send:PING\r\n,expect:+PONG`, 'PING\r\n', '+PONG'],
    [String.raw`send:a,b,expect:c,expect:d\x2c`, 'a,b', 'c,expect:d,'],
    ['expect:220', '', '220'],
    ['send:,expect:x', '', 'x'],
    ['send:grüß,expect:é', 'grüß', 'é'],
    [String.raw`Send:\t\\,Expect:\x41`, '\t\\', 'A'],
    ['send:a\nb,expect:c\nd', 'a\nb', 'c\nd'],
  ])('can be %j', (text, send, expected) => {
    const check = { kind: 'exchange', send: Buffer.from(send), expect: Buffer.from(expected) };
    expect(parseHealthCheck(text)).toEqual(check);
  });

  it.each([
    ['', /^'' is not a health check: use tcp, tls, http:\/path, /],
    ['udp', /^'udp' is not a health check/],
    ['http', /^'http' is not a health check/],
    ['http:', /^'http:' has no path of a URL: use one such as http:\/health$/],
    ['http:health', /has no path/],
    ['http://10.0.0.1/health', /has no path/],
    ['http:/a b', /has no path/],
    ['http:/a\r\nHost: x', /has no path/],
    ['send:PING', /does not say what to expect: use one such as send:PING\\r\\n,expect:\+PONG$/],
    ['send:PING,expect:', /expects nothing, or more than 64 KiB/],
    ['expect:', /expects nothing/],
    [`expect:${'x'.repeat(65_537)}`, /more than 64 KiB/],
    [String.raw`expect:\q`, /^'expect:\\q' has an unknown escape: use \\r, \\n, \\t, \\\\ or \\xNN$/],
    [String.raw`expect:\x4`, /unknown escape/],
    ['send:a\\,expect:b', /unknown escape/],
  ])('cannot be %j', (text, error) => {
    const pattern = new RegExp(String(healthCheck.schema.pattern), 'u');
    expect(() => parseHealthCheck(text)).toThrow(error);
    if (text.length < 1000) expect(text).not.toMatch(pattern);
  });

  it('is refused by the library under its name', () => {
    expect(() => resolveOptions({ backends, healthCheck: 'ping' })).toThrow(
      /^healthCheck 'ping' is not a health check: use tcp/,
    );
  });

  it('cannot stand beside a probe of the user’s own', () => {
    const probe = () => Promise.resolve(true);
    expect(() => resolveOptions({ backends, healthCheck: 'tls', probe })).toThrow(
      "healthCheck 'tls' has no effect with a probe of your own: give one of them",
    );
    expect(resolveOptions({ backends, healthCheck: 'tcp', probe }).probe).toBe(probe);
  });
});
