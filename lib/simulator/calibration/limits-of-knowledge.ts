import { backendNameOf } from '../../routing/backend.js';
import type { RecordedConnections } from '../../recording/recorded-connections.js';
import { formatCount, listed } from '../report/figures.js';
import type { Calibration } from './calibrate.js';
import type { Surroundings } from './recorded-run.js';

export interface KnownOfRun {
  readonly recorded: RecordedConnections;
  readonly calibration: Calibration;
  readonly surroundings: Surroundings;
  /** How often a backend went down or came back. */
  readonly healthFlips: number;
}

/** Names that are listed one by one. */
const NAMED = 5;

/** What a simulation of a recorded run does not know, a sentence each. */
export function limitsOfKnowledge({
  recorded: { header, backends },
  calibration,
  surroundings: { keys, changes },
  healthFlips,
}: KnownOfRun): string[] {
  const served = calibration.backends;
  const guessed = served.filter(({ slots }) => slots === null).map(({ name }) => name);
  const backups = header.backends.filter(({ backup }) => backup === true).map(backendNameOf);
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
    ...(backups.length > 0
      ? [
          `${names(backups)} ${backups.length === 1 ? 'is a backup' : 'are backups'}, simulated as if always in use.`,
        ]
      : []),
    ...(healthFlips + changes > 0
      ? [
          `The recording has ${formatCount(healthFlips)} health changes and ${formatCount(changes)} changes by an operator. The replay has them too; the simulation has all its backends up and unchanged from beginning to end.`,
        ]
      : []),
    keys > 0
      ? `The requests are of ${formatCount(keys)} clients, some of which may have come far more often than others; the simulation draws them at random, all alike.`
      : 'The recording has no client keys: algorithms that hash them spread requests as if at random.',
    ...(header.maxPerBackend === undefined
      ? []
      : [
          'Recorded latency begins when a connection to a backend is opened. Simulated latency contains the wait for a place at the balancer, too.',
        ]),
    'Clients come at the recorded times whatever the algorithm: a client that waits for an answer before it asks again would come later with a slower one.',
  ];
}

function names(all: readonly string[]): string {
  return all.length > NAMED ? `${all.length} backends` : listed(all);
}
