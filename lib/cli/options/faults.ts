import { defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import { FAULT_NAMES, NO_FAULTS, type FaultName, type Faults } from '../../server/faults/faults.js';
import { didYouMean } from '../../did-you-mean.js';
import { absent, flag, type Option, type Values } from './option.js';
import { located } from './sources.js';
import { bytes, byteRate, duration, integer, share } from './parsers.js';

const group = 'Faults:';
const off = { defaultText: 'off', group };

/** How a backend can be told to misbehave, on the command line and, while it runs, on standard input. */
export const FAULT_OPTIONS = {
  latency: absent({ describe: 'Answers after that long', ...off }, duration),
  jitter: absent({ describe: 'Latency is up to so much less or more, at random', ...off }, duration),
  bandwidth: absent({ describe: 'Bytes a second that it sends at most, such as 64K', ...off }, byteRate),
  'refuse-ratio': absent({ describe: 'Share of connections that it resets at once, 0 to 1', ...off }, share),
  'fail-first': absent({ describe: 'Resets so many connections at once, then no more', ...off }, integer(0)),
  'reset-after': absent({ describe: 'Resets a connection after so many bytes sent', ...off }, bytes),
  'close-after': absent({ describe: 'Closes a connection after so many bytes sent', ...off }, bytes),
  hang: flag({ describe: 'Accepts, and never answers', group }),
  freeze: flag({ describe: 'The port is open, but nothing is accepted', group }),
  'probe-only': flag({
    describe: 'Closes at the first byte: healthy to a probe, useless to a client',
    group,
  }),
} satisfies Record<FaultName, Option<unknown>>;

const ENTRIES = Object.entries(FAULT_NAMES) as [keyof Faults, FaultName][];

/** The faults of a command line. */
export function faultsOf(values: Values<typeof FAULT_OPTIONS>): Partial<Faults> {
  return defined(Object.fromEntries(ENTRIES.map(([key, name]) => [key, values[name]])));
}

/**
 * One fault by its option's name; `off` ends it.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function parseFault(name: string, text: string): Partial<Faults> {
  const entry = ENTRIES.find(([, known]) => known === name);
  if (entry === undefined) {
    const names = Object.values(FAULT_NAMES);
    throw optionError(`unknown fault '${name}': use one of ${names.join(', ')}${didYouMean(name, names)}`);
  }
  const [key, known] = entry;
  if (text === 'off') return { [key]: NO_FAULTS[key] };
  const parse: (value: string) => unknown = FAULT_OPTIONS[known].parse;
  return { [key]: located({ text, where: `fault ${known}` }, parse) };
}
