import type { Stage } from './stage.js';

/** Options of `lbsim balance` by name; `true` for one that takes no value. */
export type Options = Readonly<Record<string, string | true>>;

/** One row of the page: what goes wrong, and how it is brought about. */
export interface Story {
  readonly fault: string;
  /** Those that decide what comes of it; they stand in the row. */
  readonly options?: Options;
  /** Whether backends are probed all the time, and not only at the start. @default false */
  readonly probed?: boolean;
  /**
   * @param onEnd - has something closed when the story is over
   * @returns what the client saw of it, in words
   */
  play(stage: Stage, onEnd: (close: () => unknown) => void): Promise<string>;
}

/** A table of the page, and the heading above it. */
export interface Section {
  readonly heading: string;
  readonly stories: readonly Story[];
}

/** As a command line has them: `--reroute --on-failover close`. */
export function asArguments(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, value],
  );
}

/** The first cell of a story's row. */
export function faultCell({ fault, options = {} }: Story): string {
  const line = asArguments(options).join(' ');
  return line === '' ? fault : `${fault}; \`${line}\``;
}
