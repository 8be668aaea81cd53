import { describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { clusterText } from '../../lib/cli/ctl/cluster-text.js';
import type { ClusterStanding, MemberStanding } from '../../lib/cluster/standing.js';

const MEMBER: MemberStanding = {
  ...{
    id: 'balancer-of-room-one',
    self: true,
    host: 'a-host-with-a-long-name',
    pid: 12_345,
    version: '0.1.0',
  },
  ...{ address: '192.0.2.17:8080', startedAt: '2026-01-01T00:00:00Z', ageMs: 117, openConnections: 3 },
};
const JOINED: ClusterStanding = {
  ...{
    lab: 'course',
    id: MEMBER.id,
    store: 'redis://127.0.0.1:6379?lab=course',
    share: 'all',
    strict: false,
  },
  ...{ state: 'joined', stateMs: 125_000, reason: null, retryInMs: null },
  members: [MEMBER, { ...MEMBER, id: 'two', self: false }],
  backends: Array.from({ length: 6 }, (_, n) => ({ backend: `B${n}`, own: n, all: 2 * n })),
  ...{ sessionConflicts: 1, unconfirmedSessions: 0 },
};
const LOST: ClusterStanding = {
  ...{ ...JOINED, state: 'lost', stateMs: 12_900, members: [MEMBER], unconfirmedSessions: 4 },
  ...{ reason: 'connect ECONNREFUSED 127.0.0.1:6379', retryInMs: 2100 },
};

const firstLine = (standing: ClusterStanding): string | undefined =>
  clusterText(standing, Infinity).split('\n')[0];

describe('lbsim ctl cluster', () => {
  it('says since when the store is there', () => {
    expect(firstLine(JOINED)).toBe(
      'lab course at redis://127.0.0.1:6379?lab=course: balancer-of-room-one joined for 2m, shares all; 1 conflict, 0 sessions unconfirmed',
    );
    expect(firstLine({ ...JOINED, state: 'joining', stateMs: 300 })).toContain('one joining for 0s, shares');
  });

  it('says since when and why the store is away, and when it is tried again', () => {
    const away = 'one lost for 12s (connect ECONNREFUSED 127.0.0.1:6379), tried again';
    expect(firstLine(LOST)).toContain(`${away} in 2s, shares all; 1 conflict, 4 sessions unconfirmed`);
    expect(firstLine({ ...LOST, retryInMs: 40 })).toContain(`${away} in 1s, shares`);
    expect(firstLine({ ...LOST, retryInMs: null })).toContain(`${away} now, shares`);
  });

  it.each([60, 80, 100])('fits a window of %d columns, and loses nothing of the lines', (room) => {
    for (const standing of [JOINED, LOST]) {
      const lines = clusterText(standing, room).split('\n');
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(room);
      const text = lines.join(' ');
      expect(text).toContain('unconfirmed');
      expect(text).toContain('B5 10 open (5 here)'.split(' ')[0]);
      for (const word of firstLine(standing)?.split(' ') ?? []) expect(text).toContain(word);
    }
  });

  it('prints no control character that a name brings along', () => {
    expect(firstLine({ ...LOST, reason: 'away\u001b[2J' })).not.toContain('\u001b');
  });
});
