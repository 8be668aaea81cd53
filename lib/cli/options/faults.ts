import { defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import { NO_FAULTS, type Faults } from '../../server/faults/faults.js';
import { didYouMean } from './did-you-mean.js';
import { absent, flag, type Option, type Values } from './option.js';
import { bytes, byteRate, duration, integer, share } from './parsers.js';

const group = 'Faults:';

/** How a backend can be told to misbehave, on the command line and, while it runs, on standard input. */
export const FAULT_OPTIONS = {
  latency: absent({ describe: 'Answers after that long', group }, duration),
  jitter: absent({ describe: 'Latency is up to so much less or more, at random', group }, duration),
  bandwidth: absent({ describe: 'Bytes a second that it sends at most, such as 64K', group }, byteRate),
  'refuse-ratio': absent({ describe: 'Share of connections that it resets at once, 0 to 1', group }, share),
  'fail-first': absent({ describe: 'Resets so many connections at once, then no more', group }, integer(0)),
  'reset-after': absent({ describe: 'Resets a connection after so many bytes sent', group }, bytes),
  'close-after': absent({ describe: 'Closes a connection after so many bytes sent', group }, bytes),
  hang: flag({ describe: 'Accepts, and never answers', group }),
  freeze: flag({ describe: 'The port is open, but nothing is accepted', group }),
  'probe-only': flag({
    describe: 'Closes at the first byte: healthy to a probe, useless to a client',
    group,
  }),
};

type Name = keyof typeof FAULT_OPTIONS;

const KEYS = {
  latency: 'latencyMs',
  jitter: 'jitterMs',
  bandwidth: 'bandwidth',
  'refuse-ratio': 'refuseRatio',
  'fail-first': 'failFirst',
  'reset-after': 'resetAfter',
  'close-after': 'closeAfter',
  hang: 'hang',
  freeze: 'freeze',
  'probe-only': 'probeOnly',
} as const satisfies Record<Name, keyof Faults>;

const NAMES = Object.keys(FAULT_OPTIONS) as Name[];

/** The faults of a command line. */
export function faultsOf(values: Values<typeof FAULT_OPTIONS>): Partial<Faults> {
  return defined(Object.fromEntries(NAMES.map((name) => [KEYS[name], values[name]])));
}

/**
 * One fault by its option's name; `off` ends it.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function parseFault(name: string, text: string): Partial<Faults> {
  const known = NAMES.find((candidate) => candidate === name);
  if (known === undefined)
    throw optionError(`unknown fault '${name}': use one of ${NAMES.join(', ')}${didYouMean(name, NAMES)}`);
  const option: Option<unknown> = FAULT_OPTIONS[known];
  if (text === '' && option.flag !== true)
    throw optionError(`fault ${name} needs a value: such as 'fault ${name} ${EXAMPLES[known]}', or off`);
  return { [KEYS[known]]: text === 'off' ? NO_FAULTS[KEYS[known]] : option.parse(text) };
}

const EXAMPLES: Readonly<Record<Name, string>> = {
  latency: '300ms',
  jitter: '20ms',
  bandwidth: '64K',
  'refuse-ratio': '0.2',
  'fail-first': '5',
  'reset-after': '100',
  'close-after': '100',
  hang: 'on',
  freeze: 'on',
  'probe-only': 'on',
};
