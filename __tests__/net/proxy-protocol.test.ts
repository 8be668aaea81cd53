import { describe, expect, it } from '@jest/globals';
import { LbsimError } from '../../lib/errors.js';
import {
  formatProxyHeader,
  parseProxyHeader,
  type ProxyHeaderResult,
  type ProxyVersion,
} from '../../lib/net/proxy-protocol.js';
import { between, v2, VALID } from './proxy-headers.js';

const text = (line: string): Buffer => Buffer.from(line, 'latin1');

function reasonOf(result: ProxyHeaderResult): string | undefined {
  return result.state === 'invalid' ? result.reason : undefined;
}

describe('reading a PROXY header', () => {
  it.each(VALID)('takes $title', ({ bytes, addresses }) => {
    const header = { version: bytes[0] === 0x0d ? 'v2' : 'v1', length: bytes.length, addresses };
    expect(parseProxyHeader(bytes)).toEqual({ state: 'complete', header });
    expect(parseProxyHeader(Buffer.concat([bytes, text('\r\nGET / HTTP/1.1\r\n')]))).toEqual({
      state: 'complete',
      header,
    });
  });

  it.each(VALID)('asks for more at every beginning of $title', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++)
      expect([length, parseProxyHeader(bytes.subarray(0, length))]).toEqual([
        length,
        { state: 'incomplete' },
      ]);
  });

  it('reads the bytes that it is given, not the buffer around them', () => {
    const around = text('PROXY PROXY UNKNOWN\r\n');
    expect(parseProxyHeader(new Uint8Array(around.buffer, around.byteOffset + 6, 7))).toEqual({
      state: 'incomplete',
    });
    expect(parseProxyHeader(new Uint8Array(around.buffer, around.byteOffset + 6, 15))).toMatchObject({
      header: { length: 15 },
    });
  });

  it.each([
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:0001:0001:0001:0001:0001', '2001:db8:0:1:1:1:1:1'],
    ['2001:0000:0000:0001:0000:0000:0000:0001', '2001:0:0:1::1'],
    ['0000:0000:0000:0000:0000:0000:0000:0000', '::'],
    ['2001:0db8:00aa:0bbb:cccc:0000:0000:0000', '2001:db8:aa:bbb:cccc::'],
  ])('writes the IPv6 address %s as RFC 5952 does: %s', (full, canonical) => {
    const bytes = v2(`21 21 0024 ${full.replaceAll(':', '').repeat(2)} dc04 01bb`);
    const addresses = between(canonical, canonical);
    expect(parseProxyHeader(bytes)).toMatchObject({ header: { addresses } });
    expect(parseProxyHeader(text(`PROXY TCP6 ${full} ${full} 56324 443\r\n`))).toMatchObject({
      header: { addresses },
    });
  });

  it.each([
    'G',
    '\n',
    '\0',
    '\r\r',
    '\x16',
    'p',
    'PROXY\r',
    'PROXY  ',
    'PROXY TCP5',
    'PROXY TCP4\r',
    'PROXY TCP4 x',
    'PROXY TCP4 1.2.3.4\t',
    'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r3',
    'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n',
    'PROXY UNKNOWN\n',
    'PROXY UNKNOWN anything\n',
    'PROXY u',
    'PROXY UNKNOWn',
    '\r\n\r\n\0\r\nQUIT\r',
  ])('refuses %j at its last byte, and asks for more before', (beginning) => {
    const bytes = text(beginning);
    expect(parseProxyHeader(bytes.subarray(0, -1))).toEqual({ state: 'incomplete' });
    expect(parseProxyHeader(bytes).state).toBe('invalid');
  });

  it.each([
    '4 192.0.2.1 192.0.2.2 56324',
    '4 192.0.2.1 192.0.2.2 56324 443 ',
    '4 192.0.2.1 192.0.2.2 56324 443 80',
    '4  192.0.2.1 192.0.2.2 56324 443',
    '4 192.0.2.1 192.0.2.2  56324 443',
    '4 192.0.2.1 192.0.2.2 56324 65536',
    '4 192.0.2.1 192.0.2.2 99999 443',
    '4 192.0.2.1 192.0.2.2 056324 443',
    '4 192.0.2.1 192.0.2.2 56324 00',
    '4 192.0.2.1 192.0.2.2 +56324 443',
    '4 192.0.2.1 192.0.2.2 -1 443',
    '4 192.0.2.1 192.0.2.2 5e3 443',
    '4 192.0.2.01 192.0.2.2 56324 443',
    '4 192.0.2.256 192.0.2.2 56324 443',
    '4 192.0.2 192.0.2.2 56324 443',
    '4 ::1 ::1 56324 443',
    '4 ::ffff:192.0.2.1 ::ffff:192.0.2.2 56324 443',
    '6 192.0.2.1 192.0.2.2 56324 443',
    '6 ::1 192.0.2.2 56324 443',
    '6 ::1 fe80::1%eth0 56324 443',
    '6 ::1 :: 56324 ',
    '6 1::2::3 ::1 56324 443',
    '6 1:2:3:4:5:6:7:8:9 ::1 56324 443',
    '6 ::12345 ::1 56324 443',
    '6 [::1] [::1] 56324 443',
  ])('refuses the line PROXY TCP%s', (rest) => {
    expect(parseProxyHeader(text(`PROXY TCP${rest}\r\n`)).state).toBe('invalid');
  });

  it('takes anything behind UNKNOWN, up to 107 bytes and no more', () => {
    const line = (length: number): Buffer => text(`PROXY UNKNOWN${' \xff'.padEnd(length - 15, 'x')}\r\n`);
    expect(parseProxyHeader(line(107))).toMatchObject({ header: { length: 107, addresses: undefined } });
    expect(reasonOf(parseProxyHeader(line(108)))).toBe('no CRLF within 107 bytes');
    expect(parseProxyHeader(line(108).subarray(0, 106)).state).toBe('incomplete');
    expect(parseProxyHeader(line(108).subarray(0, 107)).state).toBe('invalid');
  });

  it.each([
    ['a version that is not 2', '11', 'unknown version or command: 0x11'],
    ['an unassigned command', '22', 'unknown version or command: 0x22'],
    ['an unassigned family', '21 41', 'unknown family or transport: 0x41'],
    ['an unassigned transport', '21 13', 'unknown family or transport: 0x13'],
    ['an IPv4 block that is too short', '21 11 000b', '27 bytes are too few for its addresses'],
    ['an IPv6 block that is too short', '21 21 0023', '51 bytes are too few for its addresses'],
    ['a header that is too long', '21 11 0ff1', 'oversize: 4097 bytes, at most 4096 are taken'],
    ['a LOCAL header that is too long', '20 00 ffff', 'oversize: 65551 bytes, at most 4096 are taken'],
  ])('refuses %s as soon as it is there', (_what, hex, reason) => {
    const bytes = v2(hex);
    expect(parseProxyHeader(bytes.subarray(0, -1)).state).toBe('incomplete');
    expect(parseProxyHeader(bytes)).toEqual({ state: 'invalid', reason });
  });

  it('says what came instead of a header', () => {
    expect(reasonOf(parseProxyHeader(text('GET /index.html HTTP/1.1\r\n')))).toBe(
      'no header of the PROXY protocol: "GET /index.html "',
    );
    expect(reasonOf(parseProxyHeader(text('PROXY TCP4 1 2 3 4\r\n')))).toBe(
      'malformed line: "PROXY TCP4 1 2 3 4\\r\\n"',
    );
  });
});

describe('writing a PROXY header', () => {
  const mapped = `${'00'.repeat(10)}ffff`;
  const ipv6 = `20010db8${'00'.repeat(11)}01`;

  it.each<[string, string, string, Buffer]>([
    ['192.0.2.1', '192.0.2.2', 'TCP4 192.0.2.1 192.0.2.2', v2('21 11 000c c0000201 c0000202 dc04 01bb')],
    [
      '::ffff:192.0.2.1',
      '192.0.2.2',
      'TCP4 192.0.2.1 192.0.2.2',
      v2('21 11 000c c0000201 c0000202 dc04 01bb'),
    ],
    [
      '2001:db8::1',
      '2001:db8::1',
      'TCP6 2001:db8::1 2001:db8::1',
      v2(`21 21 0024 ${ipv6} ${ipv6} dc04 01bb`),
    ],
    [
      '192.0.2.1',
      '2001:db8::1',
      'TCP6 ::ffff:192.0.2.1 2001:db8::1',
      v2(`21 21 0024 ${mapped} c0000201 ${ipv6} dc04 01bb`),
    ],
    [
      '2001:DB8:0::1',
      '192.0.2.1',
      'TCP6 2001:db8::1 ::ffff:192.0.2.1',
      v2(`21 21 0024 ${ipv6} ${mapped} c0000201 dc04 01bb`),
    ],
    [
      'fe80::1%eth0',
      '::',
      'TCP6 fe80::1 ::',
      v2(`21 21 0024 fe80${'00'.repeat(13)}01 ${'00'.repeat(16)} dc04 01bb`),
    ],
  ])('from %s to %s in both versions', (source, destination, line, binary) => {
    const addresses = between(source, destination);
    expect(formatProxyHeader('v1', addresses).toString()).toBe(`PROXY ${line} 56324 443\r\n`);
    expect(formatProxyHeader('v2', addresses).toString('hex')).toBe(binary.toString('hex'));
  });

  it('says UNKNOWN or LOCAL where there is nobody to name', () => {
    expect(formatProxyHeader('v1', undefined).toString()).toBe('PROXY UNKNOWN\r\n');
    expect(formatProxyHeader('v2', undefined)).toEqual(v2('20 00 0000'));
  });

  it.each<ProxyVersion>(['v1', 'v2'])('refuses in %s what is no address', (version) => {
    const format = (host: string, port: number) => () =>
      formatProxyHeader(version, between(host, '::1', port));
    expect(format('localhost', 1)).toThrow("'localhost' is not an IP address: look its name up first");
    expect(format('192.0.2.1 192.0.2.2 1 2\r\n', 1)).toThrow(LbsimError);
    expect(format('192.0.2.1', 65536)).toThrow('port 65536 is out of range: use 0 to 65535');
    expect(format('192.0.2.1', -1)).toThrow('port -1 is out of range: use 0 to 65535');
  });
});
