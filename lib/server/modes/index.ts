import { ChargenMode } from './chargen.js';
import { DiscardMode } from './discard.js';
import { EchoMode } from './echo.js';
import { HttpMode } from './http.js';
import type { ServerMode } from './mode.js';
import { NamedMode } from './named.js';

/** The only table of mode names: everything that lists, checks or builds modes reads it. */
const MODE_TABLE = {
  named: (name) => new NamedMode(name),
  echo: () => new EchoMode(),
  http: (name) => new HttpMode(name),
  discard: () => new DiscardMode(),
  chargen: () => new ChargenMode(),
} as const satisfies Record<string, (name: string) => ServerMode>;

export type Mode = keyof typeof MODE_TABLE;

/** The names of all modes, the default first. */
export const MODES = Object.keys(MODE_TABLE) as readonly Mode[];

export function isMode(name: string): name is Mode {
  return Object.hasOwn(MODE_TABLE, name);
}

/** @param name - what the backend answers as */
export function createMode(mode: Mode, name: string): ServerMode {
  return MODE_TABLE[mode](name);
}
