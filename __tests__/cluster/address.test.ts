import { describe, expect, it } from '@jest/globals';
import {
  clusterAddress,
  lacksPassword,
  parseClusterAddress,
  withoutPassword,
} from '../../lib/cluster/address.js';

const NOBODY = { user: undefined, password: undefined };

describe('the address of a store', () => {
  it.each([
    [
      'redis://10.0.0.9',
      { at: { host: '10.0.0.9', port: 6379, tls: false }, database: 0, lab: 'lbsim', ...NOBODY },
    ],
    [
      'redis://[::1]:7000/3?lab=course-1',
      { at: { host: '::1', port: 7000, tls: false }, database: 3, lab: 'course-1', ...NOBODY },
    ],
    [
      'rediss://store.example:6380',
      { at: { host: 'store.example', port: 6380, tls: true }, database: 0, lab: 'lbsim', ...NOBODY },
    ],
    [
      'redis://me:p%40ss@h:1/',
      { at: { host: 'h', port: 1, tls: false }, database: 0, lab: 'lbsim', user: 'me', password: 'p@ss' },
    ],
    [
      'redis://:pass@h',
      {
        at: { host: 'h', port: 6379, tls: false },
        database: 0,
        lab: 'lbsim',
        user: undefined,
        password: 'pass',
      },
    ],
    ['unix:/run/redis.sock', { at: { path: '/run/redis.sock' }, database: 0, lab: 'lbsim', ...NOBODY }],
    [
      'unix:///run/a%20b?lab=x&db=2&user=me&password=pw',
      { at: { path: '/run/a b' }, database: 2, lab: 'x', user: 'me', password: 'pw' },
    ],
  ])('%s', (text, wanted) => {
    expect(parseClusterAddress(text)).toEqual(wanted);
    expect(clusterAddress.parse(text)).toBe(text);
  });

  it.each([
    ['', "'' is not the address of a store"],
    ['127.0.0.1:6379', 'is not the address of a store'],
    ['http://h:1', 'is not the address of a store'],
    ['redis://', 'names no host'],
    ['redis://h:0', 'has port 0'],
    ['redis://h:70000', 'is not the address of a store'],
    ['redis://h/one', "has the database 'one', not a number"],
    ['redis://h?lab=a%20b', "has the lab 'a b', not 1 to 64 letters"],
    ['redis://h?lab=', "has the lab ''"],
    ['redis://h?labb=a', 'has the unknown parameter labb'],
    ['redis://me:50%@h', 'has a % that is no part of %XX'],
    ['unix:/s?password=50%', 'has a % that is no part of %XX'],
    ['redis://h?lab=a&lab=b', 'has lab twice'],
    ['unix:run/redis.sock', 'is not'],
    ['unix:/s?db=x', "has the database 'x'"],
  ])('%s is refused', (text, wrong) => {
    expect(() => clusterAddress.parse(text)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTION_INVALID',
        kind: 'usage',
        message: expect.stringContaining('redis://HOST:PORT'),
      }),
    );
    if (!wrong.startsWith('is not')) expect(() => parseClusterAddress(text)).toThrow(wrong);
  });

  it.each([
    'redis://me:s3cret@h:1/x',
    'redis://:s3cret@h?labb=1',
    'unix:/s?password=s3cret&db=x',
    'redis://:s3cret@h:99999',
    'redis://u:a/s3cret@h?x=1',
    'redis://u:a#s3cret@h',
    'redis://u:a?s3cret@h',
    'redis://u:a@s3cret@h:x',
    'redis://u:12/s3cret@h',
    'redis://u:12#s3cret@h',
    'redis://u:12?s3cret=1@h',
    'redis://:s3cret',
    'redis://:s3cret/0',
    'redis://me:s3cret/0?lab=x',
    'redis://me:1s3cret',
    'redis:me:s3cret',
    'me:s3cret',
    'rediss://:99s3cret?lab=x',
    'redis://u:12?lab=s3cret@h',
    'redis//u:s3cret@h',
    'redis:u:s3cret@h',
    'redis:/u:s3cret@h',
    'u:s3cret@h:6379',
    'http://u:s3cret@h',
    ' redis://u:s3cret@h:x',
    'unix://u:s3cret@/run/redis.sock',
    'unix:/s?password=a&s3cret',
    'unix:/s?password=a#s3cret',
    'unix:/s?pass=s3cret',
  ])('%s is never shown with its password', (text) => {
    expect(() => clusterAddress.parse(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
    );
    expect(withoutPassword(text)).not.toContain('s3cret');
    expect(withoutPassword(text)).toContain('***');
  });

  it.each([
    [
      'redis://u:a/b@h?x=1',
      "'redis://\\*{3}@h\\?x=\\*{3}' is not the address of a store: use .*; write / \\? # @ % of a password as %XX$",
    ],
    ['redis://u:12/b@h', "'redis://\\*{3}@h' has an @ behind its host: use .* of a password as %XX$"],
    ['u:b@h:6379', "'\\*{3}@h:6379' is not the address of a store: use .*\\[\\?lab=NAME\\]$"],
    ['redis:u:b@h', "'redis:\\*{3}@h' names no host: use .*\\[\\?lab=NAME\\]$"],
    ['redis://h#x', "'redis://h#x' has a #: use .*\\[\\?lab=NAME\\]$"],
    ['unix:/s?password=b&x', "'unix:/s\\?password=\\*{3}' has an unknown parameter: use "],
    ['redis://me:b@h?labb=1', "'redis://me:\\*{3}@h\\?labb=\\*{3}' has the unknown parameter labb: use "],
  ])('of %s the error says what is wrong', (text, wanted) => {
    expect(() => parseClusterAddress(text)).toThrow(new RegExp(wanted));
  });

  it.each([
    ['redis://me:b@h:1/2?lab=x', 'redis://me:***@h:1/2?lab=x', true],
    ['redis://:a@b@h', 'redis://:***@h', true],
    ['redis://me@h', 'redis://me@h', false],
    ['unix:/run/a@b.sock?db=1', 'unix:/run/a@b.sock?db=1', false],
    ['unix:/s?password=a@b&lab=x', 'unix:/s?password=***&lab=x', true],
    [' redis://me:b@h\n', ' redis://me:***@h\n', true],
  ])('%j is an address, shown as %j', (text, shown, isHidden) => {
    expect(() => parseClusterAddress(text)).not.toThrow();
    expect(withoutPassword(text)).toBe(shown);
    expect(lacksPassword(shown)).toBe(isHidden);
  });

  it.each([
    'redis://h:6379/2?lab=x',
    'redis://h:70000',
    'redis://[::1]:7000',
    'redis://h',
    '127.0.0.1:6379',
    'localhost',
    'http://h:1',
    'unix:run/s:x',
    'redis://h/one:two',
  ])('%s has no place for a password, and is shown as it is', (text) => {
    expect(withoutPassword(text)).toBe(text);
  });
});
