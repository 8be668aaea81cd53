import type { StickyKey } from '../../control/options.js';
import type { Algorithm } from '../../schedulers/index.js';
import type { LoadSettings } from '../load/settings.js';
import type { SceneName } from './names.js';

/** What can happen to one backend. */
export const DEEDS = ['kill', 'start', 'drain', 'ready'] as const;
export type Deed = (typeof DEEDS)[number];

/** What happens during a scene. */
export type Happening =
  | { readonly deed: Deed; readonly backend: string }
  | { readonly deed: 'algorithm'; readonly algorithm: Algorithm };

/** A situation to look at: how the playground is set up, and what happens then. */
export interface Scene {
  readonly id: SceneName;
  readonly title: string;
  /** What to look for, in two to four sentences. */
  readonly look: string;
  readonly algorithm: Algorithm;
  readonly stickyKey: StickyKey;
  readonly load: LoadSettings;
  /** What is wrong with each backend: lines as a server takes them on standard input, `fault latency 300ms`. */
  readonly faults: ReadonlyMap<string, readonly string[]>;
  /** In their order. */
  readonly steps: readonly (Happening & { readonly atMs: number })[];
}

/** The backends that a scene names. */
export function namedBackends({ faults, steps }: Scene): readonly string[] {
  const inSteps = steps.flatMap((step) => ('backend' in step ? [step.backend] : []));
  return [...new Set([...faults.keys(), ...inSteps])];
}
