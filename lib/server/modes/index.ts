import type { Address } from '../../net/address.js';
import { ChargenMode } from './chargen.js';
import { DiscardMode } from './discard.js';
import { EchoMode } from './echo.js';
import { ForwardMode } from './forward.js';
import { neededTarget } from '../forward-target.js';
import { HttpMode } from './http.js';
import type { ServerMode } from './mode.js';
import { NamedMode } from './named.js';

/** What modes are made from. */
export interface ModeSettings {
  /** What the backend answers as. */
  readonly name: string;
  /** What it forwards to. */
  readonly to: Address | undefined;
}

/** The only table of mode names: everything that lists, checks or builds modes reads it. */
const MODE_TABLE = {
  named: ({ name }) => new NamedMode(name),
  echo: () => new EchoMode(),
  http: ({ name }) => new HttpMode(name),
  discard: () => new DiscardMode(),
  chargen: () => new ChargenMode(),
  forward: ({ to }) => new ForwardMode(neededTarget(to)),
} as const satisfies Record<string, (settings: ModeSettings) => ServerMode>;

export type Mode = keyof typeof MODE_TABLE;

/** The names of all modes, the default first. */
export const MODES = Object.keys(MODE_TABLE) as readonly Mode[];

export function isMode(name: string): name is Mode {
  return Object.hasOwn(MODE_TABLE, name);
}

/** @throws LbsimError `ERR_OPTION_INVALID` for `forward` without a target */
export function createMode(mode: Mode, settings: ModeSettings): ServerMode {
  return MODE_TABLE[mode](settings);
}
