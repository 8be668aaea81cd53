import { DNS_EMPTY } from '../discovery/entries.js';
import { networks } from '../net/cidr-set.js';
import { MAX_STICKY_MAX } from '../routing/session-map.js';
import { MAX_CHOICES, refuseBadOptions, SAMPLES, type Sample } from '../schedulers/options.js';
import { listeningHost } from '../schema/address.js';
import type { Kind } from '../schema/kind.js';
import { defaultsOf } from '../schema/library.js';
import { integer, listeningPort, positiveNumber } from '../schema/number.js';
import { flag, group, option, optional, requiredUnless } from '../schema/option.js';
import { positiveTime, time, timeUpTo } from '../schema/time.js';
import { MAX_KEEPALIVE_MS } from '../net/timers.js';
import { choice, filePath } from '../schema/word.js';
import { ENGINE_CHOICES } from '../transport/engines.js';
import { algorithm, ALGORITHMS_TEXT } from './algorithm-kind.js';
import { backendList } from './backend-list.js';
import { CLUSTER } from './cluster-options.js';
import { dnsServers } from './dns-servers.js';
import { healthCheck } from './health-check-kind.js';
import { OBSERVED } from '../health/observed.js';
import { ON_FAILOVER, SEND_PROXY, STICKY_KEYS, type BalancerOptions } from './options.js';

const positive = integer(1);
/** Connections a second; more is beyond what a machine can do. */
const MAX_RATE = 1e9;

export const choices = integer(1, MAX_CHOICES);
export const sample: Kind<Sample, ''> = {
  ...choice(SAMPLES),
  check: (_, word) => refuseBadOptions({ sample: word }),
};

const unlimited = { defaultText: 'unlimited' };
const none = { defaultText: 'none', mayBeEmpty: true } as const;

export const LISTENING = group('Listening:', {
  host: option(listeningHost, '127.0.0.1', 'Address to listen on; 0.0.0.0 or :: for a LAN'),
  port: option(listeningPort, 8080, 'Port to listen on; 0 for any free one'),
  engine: option(
    choice(ENGINE_CHOICES),
    'auto',
    "What moves the bytes: node (Node's own sockets), epoll (Linux's own calls, the least cost) or auto (epoll where it can be used)",
  ),
});

export const SCHEDULING = group('Scheduling:', {
  backends: {
    ...requiredUnless(
      'backends-file',
      backendList,
      'Comma-separated list of [name=]host:port[@weight], [name=]dns:name:port[@weight] (each A and AAAA record is a backend) or [name=]srv:name (SRV records); may repeat',
    ),
    mayBeEmpty: true,
  },
  'backends-file': optional(
    filePath('read'),
    'File of further backends, watched while it runs: a list in YAML or JSON, a backend a line, or file_sd of Prometheus',
    { defaultText: 'none' },
  ),
  algorithm: option(algorithm, 'auto', `One of ${ALGORITHMS_TEXT}`),
  choices: option(choices, 2, 'Backends that power-of-two and peak-ewma draw at random and compare'),
  sample: option(sample, 'distinct', 'Whether the backends drawn are distinct, or independent draws'),
  'ewma-decay': option(positiveTime, 10_000, 'Time constant of the moving average of peak-ewma'),
  'sticky-key': option(
    choice(STICKY_KEYS),
    'ip',
    'What identifies a client: ip, ip-port or none (no sticky sessions)',
  ),
  'sticky-max': option(
    integer(1, MAX_STICKY_MAX),
    100_000,
    'Entries of SESSION_MAP; past it the least recently used is evicted',
  ),
  'sticky-ttl': option(positiveTime, 3_600_000, 'Idle life of an entry of SESSION_MAP'),
  'slow-start': option(time, 0, 'Time in which the share of a backend that came back grows to the full one', {
    defaultText: 'off',
  }),
});

export const HEALTH = group('Health:', {
  'health-check': option(
    healthCheck,
    'tcp',
    'What a probe does: tcp (connect), http:PATH (GET, status 200 to 399), send:TEXT,expect:TEXT or expect:TEXT (escapes \\r \\n \\t \\xNN), or tls (handshake, certificate not verified)',
  ),
  'health-check-interval': option(positiveTime, 5000, 'Interval between two probes of one backend'),
  'health-check-timeout': option(positiveTime, 2000, 'Timeout of one probe'),
  'health-check-rise': option(positive, 1, 'Successful probes in a row that mark a backend up'),
  'health-check-fall': option(positive, 2, 'Failed probes in a row that mark a backend down'),
  'dns-interval': option(
    positiveTime,
    30_000,
    "Interval between two lookups of a backend's host name, and of srv: names; those of dns: names follow the TTL of the records, 1s to 60s",
  ),
  'dns-server': option(
    dnsServers,
    [],
    'DNS servers for dns: and srv: names, comma-separated IP[:PORT]; may repeat',
    { defaultText: 'system', mayBeEmpty: true },
  ),
  'dns-hold': option(
    time,
    30_000,
    'How long lookups of dns: and srv: names may fail until discovery_stale is logged; the backends are kept',
  ),
  'dns-empty': option(
    choice(DNS_EMPTY),
    'keep',
    'What becomes of the backends of a dns: or srv: name that has no records any more: keep or remove',
  ),
  observe: option(
    choice(OBSERVED),
    'connect',
    'Passive health checks: connect (failed connects count) or traffic (connections that end unanswered, too)',
  ),
  'on-failover': option(
    choice(ON_FAILOVER),
    'keep',
    'What becomes of live connections to a backend that goes down: keep or close',
  ),
  reroute: flag('Move live clients of a lost backend to another; for line protocols only'),
});

export const ACCESS = group('Access control:', {
  allow: option(networks, [], 'Networks whose clients may connect, comma-separated CIDRs; may repeat', {
    defaultText: 'all',
  }),
  deny: option(networks, [], 'Networks whose clients are reset, even if allowed', none),
  'rate-limit': option(
    positiveNumber(MAX_RATE),
    0,
    'New connections a second and client address, in bursts of up to twice that',
    { defaultText: 'off' },
  ),
  'accept-proxy': flag(
    'Require the PROXY protocol, v1 or v2, from the proxies in --trust; all others are reset',
  ),
  trust: option(networks, [], 'Networks of these proxies, comma-separated CIDRs; may repeat', {
    ...none,
    needs: { one: ['accept-proxy'] },
  }),
});

export const LIMITS = group('Limits:', {
  'max-connections': option(positive, 10_000, 'Clients served at once; past it new ones wait in the queue'),
  'max-per-backend': option(
    positive,
    Infinity,
    'Open connections per backend; past it clients wait in the queue',
    unlimited,
  ),
  'queue-max': option(integer(0), 1000, 'Clients that may wait in the queue; past it they are closed'),
  'queue-timeout': option(time, 30_000, 'Longest wait in the queue; past it the client is closed'),
});

export const CONNECTIONS = group('Connections:', {
  'send-proxy': option(choice(SEND_PROXY), 'off', 'PROXY protocol header sent to backends: v1, v2 or off'),
  'wait-for-backend-timeout': option(
    time,
    30_000,
    'Longest wait of a client while no backend is active; 0 refuses at once',
  ),
  'connect-timeout': option(positiveTime, 2000, 'Timeout of one attempt to reach a backend'),
  'idle-timeout': option(
    positiveTime,
    3_600_000,
    'Time without a byte in either direction after which a connection is closed',
  ),
  'half-close-timeout': option(positiveTime, 60_000, 'The same, once one side has finished'),
  'tcp-keepalive': option(
    timeUpTo(MAX_KEEPALIVE_MS),
    60_000,
    'Silence after which TCP keep-alive probes look for a vanished peer, in whole seconds (rounded up), at most 32767s; 0 turns them off',
  ),
  'drain-timeout': option(time, 10_000, 'Time that live connections have to finish after SIGTERM'),
});

export const RECORDING = group('Recording and seeds:', {
  record: optional(
    filePath('written'),
    'Record every scheduling decision to this file, for lbsim replay; overwrites it',
    { defaultText: 'none' },
  ),
  'record-max': option(positive, 1_000_000, 'Lines of the recording; past it the balancer goes on without', {
    needs: { one: ['record'] },
  }),
  seed: optional(integer(0), 'Seed of the random algorithms; the same seed gives the same picks', {
    defaultText: 'random',
  }),
});

/** The options of a `Balancer`, each declared once. */
export const BALANCER_TABLE = {
  ...LISTENING,
  ...SCHEDULING,
  ...HEALTH,
  ...ACCESS,
  ...LIMITS,
  ...CONNECTIONS,
  ...RECORDING,
  ...CLUSTER,
};

/** The defaults of a `Balancer`, on the command line too. Times are in milliseconds. */
export const BALANCER_DEFAULTS: Required<
  Omit<
    BalancerOptions,
    | 'algorithm'
    | 'backends'
    | 'backendsFile'
    | 'cluster'
    | 'clusterId'
    | 'record'
    | 'seed'
    | 'probe'
    | 'lookup'
    | 'random'
  >
> & { readonly algorithm: string } = defaultsOf(BALANCER_TABLE);
