import { describe, expect, it } from '@jest/globals';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { answerOrError, RESET } from '../helpers/sockets.js';

const onEnd = cleanup();

describe('lbsim balance, who may connect', () => {
  it.each([
    [
      'those of --allow',
      ['--allow', '127.0.0.2/31,192.0.2.0/24'],
      ['127.0.0.2', '127.0.0.3'],
      ['127.0.0.1', '127.0.0.4'],
    ],
    [
      'all but those of --deny',
      ['--deny', '127.0.0.2', '--deny', '127.0.0.4'],
      ['127.0.0.1', '127.0.0.3'],
      ['127.0.0.2', '127.0.0.4'],
    ],
    [
      'all but those of --deny, in the form that IPv6 has for IPv4',
      ['--deny', '::ffff:127.0.0.2', '--deny', '::ffff:127.0.0.4/126'],
      ['127.0.0.1', '127.0.0.3'],
      ['127.0.0.2', '127.0.0.4', '127.0.0.7'],
    ],
    [
      'those of --allow, in the form that IPv6 has for IPv4',
      ['--allow', '::ffff:0:0/96'],
      ['127.0.0.1', '127.0.0.9'],
      [],
    ],
    [
      'of those of --allow all but those of --deny',
      ['--allow', '127.0.0.0/29', '--deny', '127.0.0.2/32'],
      ['127.0.0.1'],
      ['127.0.0.2', '127.0.0.9'],
    ],
  ])('are %s; others are reset, and no backend hears of them', async (_name, options, welcome, unwelcome) => {
    const backends = await startBackends(1, onEnd);
    const lb = startBalance(backends, onEnd, ...options, '--log-connections', 'all');
    const port = await lb.port();

    for (const address of unwelcome)
      expect(await answerOrError(port, { localAddress: address })).toMatch(RESET);
    for (const address of welcome) expect(await answerOrError(port, { localAddress: address })).toBe('B1:x');

    const records = await lb.until('all records', () => {
      const closed = lb.all('connection_close');
      return closed.length === welcome.length + unwelcome.length && closed;
    });
    const denied = records.filter(({ end }) => end === 'denied');
    expect(denied.map(({ client }) => String(client).split(':')[0]).sort()).toEqual([...unwelcome].sort());
    for (const record of denied) expect(record).toMatchObject({ backend: null, bytesIn: 0, bytesOut: 0 });
    expect(lb.all('connection_open')).toHaveLength(welcome.length);
  });
});
