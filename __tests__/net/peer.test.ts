import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { endsOf, localOf, peerOf, proxiedPeer } from '../../lib/net/peer.js';

describe('the peer of a socket', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', '192.0.2.1:5000'],
    ['::ffff:192.0.2.1', '192.0.2.1', '192.0.2.1:5000'],
    ['2001:db8::1', '2001:db8::1', '[2001:db8::1]:5000'],
  ])('named %s', (remoteAddress, ip, name) => {
    const peer = { ip, port: 5000, name };
    expect(peerOf({ remoteAddress, remotePort: 5000 } as Socket)).toEqual(peer);
  });

  it('is not known when it has left', () => {
    expect(peerOf({ remoteAddress: undefined, remotePort: undefined } as Socket)).toBeUndefined();
  });
});

describe('the ends of a connection', () => {
  const local = localOf({ localAddress: '::ffff:10.0.0.1', localPort: 8080 } as Socket);

  it('are the peer and where the socket was accepted', () => {
    const ends = endsOf({ ip: '192.0.2.1', port: 5000, name: '192.0.2.1:5000' }, local);
    expect(ends).toEqual({
      source: { host: '192.0.2.1', port: 5000 },
      destination: { host: '10.0.0.1', port: 8080 },
    });
  });

  it('are those that a proxy before has told', () => {
    const told = {
      source: { host: '2001:db8::1', port: 5 },
      destination: { host: '2001:db8::2', port: 443 },
    };
    const peer = proxiedPeer(told);
    expect(peer).toMatchObject({ ip: '2001:db8::1', port: 5, name: '[2001:db8::1]:5' });
    expect(endsOf(peer, local)).toEqual(told);
  });
});
