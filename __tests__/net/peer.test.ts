import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { peerOf } from '../../lib/net/peer.js';

describe('peerOf', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1', '192.0.2.1:5000'],
    ['::ffff:192.0.2.1', '192.0.2.1', '192.0.2.1:5000'],
    ['2001:db8::1', '2001:db8::1', '[2001:db8::1]:5000'],
  ])('names %s', (remoteAddress, ip, name) => {
    expect(peerOf({ remoteAddress, remotePort: 5000 } as Socket)).toEqual({ ip, name });
  });

  it('knows nothing of one that has left', () => {
    expect(peerOf({ remoteAddress: undefined, remotePort: undefined } as Socket)).toBeUndefined();
  });
});
