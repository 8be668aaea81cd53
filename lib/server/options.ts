import { defined } from '../defined.js';
import { didYouMean } from '../did-you-mean.js';
import { optionError } from '../errors.js';
import { checkShape, type Shape } from '../option-shape.js';
import type { Faults } from './faults/faults.js';
import { isMode, MODES, type Mode } from './modes/index.js';

/** How a `BackendServer` is set up. */
export interface BackendServerOptions {
  /** What it answers as; no control characters. @default 'B<port>' */
  readonly name?: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free one. @default the first free one from 8881 to 8980 */
  readonly port?: number;
  /** How it answers. @default 'named' */
  readonly mode?: Mode;
  /** How it misbehaves from the start. @default not at all */
  readonly faults?: Partial<Faults>;
  /** Of the dice that decide about faults: the same seed, the same misfortunes. @default 1 */
  readonly seed?: number;
}

export const BACKEND_SERVER_DEFAULTS = {
  host: '127.0.0.1',
  mode: 'named',
  firstPort: 8881,
  lastPort: 8980,
  seed: 1,
} as const;

export interface SettledServerOptions {
  /** Without one, the port makes the name. */
  readonly name: string | undefined;
  readonly host: string;
  /** Without one, the first free port is looked for. */
  readonly port: number | undefined;
  readonly mode: Mode;
  readonly faults: Partial<Faults>;
  readonly seed: number;
}

const SHAPE: Shape<BackendServerOptions> = {
  name: 'string',
  host: 'string',
  port: 'number',
  mode: 'string',
  faults: 'object',
  seed: 'number',
};

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function settleServerOptions(options: BackendServerOptions): SettledServerOptions {
  checkShape('BackendServerOptions', options, SHAPE);
  const { host, mode, name, port, faults, seed } = {
    ...BACKEND_SERVER_DEFAULTS,
    faults: {},
    ...defined(options),
  };
  if (!isMode(mode))
    throw optionError(
      `unknown mode '${String(mode)}'${didYouMean(mode, MODES)}: use one of ${MODES.join(', ')}`,
    );
  if (host === '') throw optionError("host '' is empty: use 127.0.0.1, or 0.0.0.0 for all addresses");
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    throw optionError(`port ${String(port)} is out of range: use 0 to 65535, 0 for any free one`);
  }
  if (name !== undefined && (name.trim() === '' || /\p{Cc}/u.test(name))) {
    throw optionError(`name ${JSON.stringify(name)} is blank or has control characters: use one such as B1`);
  }
  if (name?.includes('] '))
    throw optionError(`name '${name}' cannot be told from its answers: leave out '] '`);
  if (!Number.isInteger(seed))
    throw optionError(`seed ${String(seed)} is not a whole number: use one such as 1`);
  return { name, host, port, mode, faults, seed };
}
