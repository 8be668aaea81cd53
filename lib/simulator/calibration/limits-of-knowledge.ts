import { backendNameOf } from '../../routing/backend.js';
import type { RecordedConnections } from '../../recording/recorded-connections.js';
import { formatCount, listed } from '../report/figures.js';
import { formatMs } from '../../units.js';
import { simulatedBackups, type Served } from './simulated-backends.js';
import type { Surroundings } from './surroundings.js';

export interface KnownOfRun {
  readonly recorded: RecordedConnections;
  /** From the first request to the last one. */
  readonly seconds: number;
  /** Those that are simulated. */
  readonly served: readonly Served[];
  readonly surroundings: Surroundings;
}

/** Names that are listed one by one. */
const NAMED = 5;

/** What a simulation of a recorded run does not know, a sentence each. */
export function limitsOfKnowledge(run: KnownOfRun): readonly string[] {
  return [...limitsOfBackends(run), ...limitsOfOptions(run), ...limitsOfRequests(run)];
}

function limitsOfBackends({ recorded: { header, backends }, served }: KnownOfRun): string[] {
  const guessed = served.filter(({ slots }) => slots === null).map(({ name }) => name);
  const backups = header.backends.filter(({ backup }) => backup === true).map(backendNameOf);
  const idle = simulatedBackups(header, served);
  const used = idle.length > 0 ? [] : backups.filter((name) => served.some((each) => each.name === name));
  const unused = backends.filter((name) => served.every((backend) => backend.name !== name));
  return [
    'Service times are the durations of connections that did not wait at their backend, so they contain what the machine, the ' +
      'network and the client added.',
    ...(served.length > 1
      ? ['All backends draw from the service times of all together, scaled to their own mean.']
      : []),
    ...(guessed.length > 0
      ? [
          `No connection was seen to wait at ${names(guessed)}: the number of slots there is not known, and the simulation may wait less or more.`,
        ]
      : []),
    ...(unused.length > 0
      ? [`No connection went to ${names(unused)}: without service times, the simulation leaves that out.`]
      : []),
    ...(idle.length > 0
      ? [`${areBackups(idle)}, which the simulation never uses: the others are up from beginning to end.`]
      : []),
    ...(used.length > 0 ? [`${areBackups(used)}, simulated as if always in use.`] : []),
  ];
}

function limitsOfOptions({ recorded: { header }, seconds, surroundings }: KnownOfRun): string[] {
  const { algorithm, algorithmFile, sessions, slowStartMs } = header;
  const { keys, changes, healthFlips } = surroundings;
  const isForgetful = sessions !== undefined && (keys > sessions.max || seconds * 1000 > sessions.ttlMs);
  return [
    'A recording does not have --max-connections, --queue-max, --queue-timeout and --rate-limit of lbsim balance: the simulation is without them.',
    ...(algorithmFile === null
      ? [`The algorithm ${algorithm} was a value in a program: to simulate it, name a file that exports it.`]
      : []),
    ...(isForgetful
      ? [
          `SESSION_MAP held ${formatCount(sessions.max)} clients at most, and each for ${formatMs(sessions.ttlMs)} without a connection; the simulation forgets none.`,
        ]
      : []),
    ...(slowStartMs === undefined
      ? []
      : ['There is no slow start in the simulation, as no backend comes back there.']),
    ...(healthFlips + changes > 0
      ? [
          `The recording has ${formatCount(healthFlips)} health changes and ${formatCount(changes)} changes by an operator. A replay has them too; the simulation has all its backends up and unchanged from beginning to end.`,
        ]
      : []),
  ];
}

function limitsOfRequests({ recorded: { header, isCut }, surroundings: { keys } }: KnownOfRun): string[] {
  return [
    ofClients(keys),
    ...(keys > 0 && header.sessions !== undefined
      ? [
          'Clients stick to the backends that the simulation picks for them, which may be others than in the recording.',
        ]
      : []),
    ...(header.maxPerBackend === undefined
      ? []
      : [
          'Recorded latency begins when a connection to a backend is opened. Simulated latency contains the wait for a place at the balancer, too.',
        ]),
    'Clients come at the recorded times whatever the algorithm: a client that waits for an answer before it asks again would come later with a slower one.',
    ...(isCut ? ['The last line of the recording was cut short, and is left out.'] : []),
  ];
}

function ofClients(keys: number): string {
  if (keys === 0)
    return 'The recording has no client keys: algorithms that hash them spread requests as if at random.';
  if (keys === 1) return 'All requests are of one client.';
  return `The requests are of ${formatCount(keys)} clients, some of which may have come far more often than others; the simulation draws them at random, all alike.`;
}

function areBackups(backups: readonly string[]): string {
  return `${names(backups)} ${backups.length === 1 ? 'is a backup' : 'are backups'}`;
}

function names(all: readonly string[]): string {
  return all.length > NAMED ? `${all.length} backends` : listed(all);
}
