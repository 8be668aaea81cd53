import { describe, expect, it } from '@jest/globals';
import { backendList as backends } from '../../lib/control/backend-list.js';
import { LbsimError } from '../../lib/errors.js';
import { address as addressKind } from '../../lib/schema/address.js';
import { lines as linesKind } from '../../lib/schema/list.js';
import {
  integer as integerKind,
  listeningPort,
  positiveNumber as positive,
  share,
} from '../../lib/schema/number.js';
import { byteRate, byteCount } from '../../lib/schema/size.js';
import { positiveTime, time } from '../../lib/schema/time.js';
import { choice as choiceKind } from '../../lib/schema/word.js';

const integer = (min: number, max?: number) => integerKind(min, max).parse;
const positiveNumber = (max: number) => positive(max).parse;
const choice = (...args: Parameters<typeof choiceKind>) => choiceKind(...args).parse;
const { parse: duration } = time;
const { parse: positiveDuration } = positiveTime;
const { parse: backendList } = backends;
const { parse: lines } = linesKind;
const parsers = {
  address: addressKind.parse,
  bytes: byteCount.parse,
  byteRate: byteRate.parse,
  listeningPort: listeningPort.parse,
  share: share.parse,
};

describe('duration', () => {
  it.each([
    ['5', 5000],
    ['0.25', 250],
    ['.5', 500],
    ['0', 0],
    ['500ms', 500],
    ['2s', 2000],
    ['1m', 60_000],
    ['1h', 3_600_000],
    ['1.5h', 5_400_000],
    ['24h', 86_400_000],
    ['1e2', 100_000],
    ['1e-2s', 10],
  ])('reads %s as %d ms', (text, ms) => expect(duration(text)).toBe(ms));

  it.each(['', '-1', '-5s', '5 s', '1d', 'soon', '1e', '1e3S', '5S', 'Infinity', '1h30m', '600h'])(
    'refuses %j',
    (text) => {
      expect(() => duration(text)).toThrow(LbsimError);
    },
  );

  it('is above nothing where it has to be', () => {
    expect(positiveDuration('1ms')).toBe(1);
    expect(() => positiveDuration('0ms')).toThrow("'0ms' must be greater than 0: use a duration above 0");
  });
});

describe('numbers', () => {
  it.each(['0', '65535', '+80', '8e3'])('takes %s for a port to listen on', (text) => {
    expect(parsers.listeningPort(text)).toBe(Number(text));
  });

  it.each(['65536', '-1', '80.5', '', ' ', '0x50', '1e5', 'NaN'])('refuses %j for a port', (text) => {
    expect(() => parsers.listeningPort(text)).toThrow(/use a number from 0 to 65535/);
  });

  it('says the bounds it has', () => {
    expect(() => integer(1)('0')).toThrow("'0' is out of range: use a whole number from 1 up");
    expect(() => integer(1, 9)('10')).toThrow("'10' is out of range: use a number from 1 to 9");
  });

  it.each([
    ['100', 100],
    ['0.5', 0.5],
    ['1e2', 100],
    ['1.5E+2', 150],
    ['1e-3', 0.001],
  ])('takes %s for a rate', (text, value) => expect(positiveNumber(1000)(text)).toBe(value));

  it('takes whole numbers with an exponent, and says truly what is wrong with others', () => {
    expect(['1e3', '1.5e3', '-2e0', '10e-1'].map(integer(-5))).toEqual([1000, 1500, -2, 1]);
    expect(() => integer(1)('1e-3')).toThrow("'1e-3' is not a whole number");
    expect(() => integer(1)('1e400')).toThrow("'1e400' is out of range: use a whole number from 1 up");
    expect(() => positiveNumber(1000)('1e4')).toThrow("'1e4' is out of range");
  });

  it.each(['0', '-1', '', 'x', '1/2', '1e'])('refuses %j for a rate', (text) => {
    expect(() => positiveNumber(1000)(text)).toThrow(/not a number above 0/);
  });
});

describe('address', () => {
  it.each([
    ['127.0.0.1:8080', '127.0.0.1', 8080],
    ['[::1]:80', '::1', 80],
    ['lb.example:1', 'lb.example', 1],
  ])('reads %s', (text, host, port) => expect(parsers.address(text)).toEqual({ host, port }));

  it.each(['', '8080', ':8080', 'localhost', '::1:80', 'a:1:2', 'a b:1'])('refuses %j', (text) => {
    expect(() => parsers.address(text)).toThrow(/is not an address: use host:port/);
  });

  it('says that a port is wrong', () => {
    expect(() => parsers.address('a:0')).toThrow("address 'a:0': port '0' is out of range");
  });
});

describe('choice', () => {
  const colour = choice(['red', 'green'], { crimson: 'red' });

  it('takes any case and the aliases', () => {
    expect([colour('RED'), colour('Green'), colour('crimson')]).toEqual(['red', 'green', 'red']);
  });

  it('names the good ones, and the nearest when there is one', () => {
    expect(() => colour('gren')).toThrow(
      "'gren' is not one of the choices: use red, green (did you mean green?)",
    );
    expect(() => colour('ultramarine')).toThrow(/use red, green$/);
  });
});

describe('backendList', () => {
  it.each([
    ['127.0.0.1:8881', [{ host: '127.0.0.1', port: 8881 }]],
    [
      'a:1, b:2',
      [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
    ],
    ['[::1]:8881', [{ host: '::1', port: 8881 }]],
    ['B1=a:1', [{ host: 'a', port: 1, name: 'B1' }]],
    ['a:1@3', [{ host: 'a', port: 1, weight: 3 }]],
    ['B1=[fe80::1]:9@256', [{ host: 'fe80::1', port: 9, name: 'B1', weight: 256 }]],
    ['dns:app.lan:8080', [{ dns: 'app.lan', port: 8080 }]],
    ['app=dns:app.lan:8080@3', [{ dns: 'app.lan', port: 8080, name: 'app', weight: 3 }]],
    ['srv:_shop._tcp.lan', [{ srv: '_shop._tcp.lan' }]],
    ['shop=srv:_shop._tcp.lan', [{ srv: '_shop._tcp.lan', name: 'shop' }]],
    ['dns:53', [{ host: 'dns', port: 53 }]],
    ['srv:80', [{ host: 'srv', port: 80 }]],
  ])('reads %s', (text, list) => expect(backendList(text)).toEqual(list));

  it.each([
    '',
    ' ',
    'a',
    'a:',
    ':1',
    'a:b',
    'a:0',
    'a:65536',
    '::1:8881',
    '[::1]',
    'a:1@',
    'a:1@1.5',
    '=a:1',
    'a:1,',
    'a b:1',
    'dns:app.lan',
    'dns:app.lan:0',
    'dns::80',
    'dns:a/b:80',
    'dns:[::1]:80',
    'srv:_shop._tcp.lan@3',
    'srv:_shop._tcp.lan:80',
  ])('refuses %j', (text) => {
    expect(() => backendList(text)).toThrow(LbsimError);
  });
});

describe('lines', () => {
  it('are what was given, one by one', () => expect(lines('a\nb')).toEqual(['a', 'b']));
});

describe('bytes', () => {
  it.each([
    ['0', 0],
    ['100', 100],
    ['64K', 65_536],
    ['64k', 65_536],
    ['1.5M', 1_572_864],
    ['1G', 1_073_741_824],
    ['1e3', 1000],
    ['1e3K', 1_024_000],
  ])('reads %s as %d', (text, bytes) => expect(parsers.bytes(text)).toBe(bytes));

  it.each(['', 'K', '-1', '64 K', '64KB', '1e', 'much'])('refuses %j', (text) => {
    expect(() => parsers.bytes(text)).toThrow(/is not a number of bytes: use one such as 100, 64K or 1M/);
  });

  it('are at least one a second', () => {
    expect(parsers.byteRate('1')).toBe(1);
    expect(() => parsers.byteRate('0')).toThrow("'0' must be greater than 0: use bytes a second such as 64K");
  });
});

describe('a share', () => {
  it.each(['0', '1', '0.2', '.5', '1.0'])('may be %s', (text) =>
    expect(parsers.share(text)).toBe(Number(text)),
  );

  it.each(['', '-0.1', '1.01', '20%', 'half', 'NaN'])('may not be %j', (text) => {
    expect(() => parsers.share(text)).toThrow(/is not a share: use a number from 0 to 1/);
  });
});
