import { quietPort } from '../../helpers/ports.js';
import type { FailingLab, Failure } from './failing-lab.js';

const say =
  (...words: readonly string[]) =>
  ({ redis }: FailingLab): Promise<string> =>
    redis.say(...words);

/** The connection was open, or could not be made. */
const DROPPED = /Socket closed|ECONNRESET|ECONNREFUSED/;

/** One way; clients of these tests wait for 1 s. */
const SLOW_MS = 1500;

/** They happen one after the other, to one lab. */
export const FAILURES: readonly Failure[] = [
  {
    name: 'it is killed, and comes back empty',
    reason: DROPPED,
    begin: ({ redis }) => redis.kill(),
    end: ({ redis }) => redis.start(),
  },
  {
    name: 'it is emptied',
    reason: /emptied/,
    isBrief: true,
    begin: say('FLUSHALL'),
  },
  {
    name: 'it is read-only',
    reason: /READONLY/,
    begin: async ({ redis }) => redis.say('REPLICAOF', '127.0.0.1', `${await quietPort()}`),
    end: say('REPLICAOF', 'NO', 'ONE'),
  },
  {
    name: 'it has no memory left',
    reason: /OOM/,
    begin: say('CONFIG', 'SET', 'maxmemory', '1'),
    end: say('CONFIG', 'SET', 'maxmemory', '0'),
  },
  {
    name: 'it takes all rights away',
    reason: /NOPERM/,
    begin: say('ACL', 'SETUSER', 'default', '-@all'),
    end: say('ACL', 'SETUSER', 'default', '+@all'),
  },
  {
    name: 'it drops all connections, wants a password',
    reason: DROPPED,
    begin: async ({ redis }) => {
      await redis.say('CONFIG', 'SET', 'requirepass', 's3cret');
      await redis.say('CLIENT', 'KILL', 'TYPE', 'normal');
    },
    end: say('CONFIG', 'SET', 'requirepass', ''),
  },
  {
    name: 'it drops all connections',
    reason: DROPPED,
    isBrief: true,
    begin: say('CLIENT', 'KILL', 'TYPE', 'normal'),
  },
  {
    name: 'one balancer cannot reach it',
    reason: DROPPED,
    hits: [0],
    begin: ({ members }) => members[0]?.road.cut(),
    end: ({ members }) => members[0]?.road.mend(),
  },
  {
    name: 'one balancer gets no answer from it',
    reason: /no answer in time/,
    hits: [0],
    begin: ({ members }) => members[0]?.road.block(),
    end: ({ members }) => members[0]?.road.mend(),
  },
  {
    name: 'a replica that lags behind takes its place',
    reason: DROPPED,
    begin: async (lab) => {
      const replica = await lab.replica();
      await replica.say('REPLICAOF', 'NO', 'ONE');
      await lab.newAtBoth();
      await lab.redis.kill();
      lab.redis = replica;
    },
    end: ({ redis, members }) => members.forEach(({ road }) => (road.leadsTo = redis.port)),
  },
  {
    name: 'it is slower than `--cluster-timeout`',
    reason: /no answer in time/,
    begin: ({ members }) => members.forEach(({ road }) => (road.delayMs = () => SLOW_MS)),
    end: ({ members }) => members.forEach(({ road }) => (road.delayMs = () => 0)),
  },
  {
    name: 'it stands still',
    reason: /no answer in time/,
    begin: ({ redis }) => redis.signal('SIGSTOP'),
    end: ({ redis }) => redis.signal('SIGCONT'),
  },
];
