/** Where a connection went, and by which rule; null when there was no backend for it. */
export type ReplayedPick = { readonly backend: string; readonly why: string } | null;

/** A pick that was another when it was replayed. */
export interface Difference {
  /** In the recording, from 1 up. */
  readonly line: number;
  readonly expected: ReplayedPick;
  readonly got: ReplayedPick;
}

/** What came of a replay. */
export interface ReplayReport {
  /** Whether every pick was the same, and none is left out. */
  readonly ok: boolean;
  /** Questions to which backend a connection goes; how often the answer was the same. */
  readonly picks: number;
  readonly identical: number;
  /** Picks by the rule that chose, as recorded; `none` where there was no backend. */
  readonly rules: Readonly<Record<string, number>>;
  /** Picks by backend, as recorded. */
  readonly backends: Readonly<Record<string, number>>;
  /** The first of the picks that differ, at most ten. */
  readonly differences: readonly Difference[];
  /** How often a backend went down or came back. */
  readonly healthFlips: number;
  readonly lines: number;
  /** From the first time in the recording to the last. */
  readonly seconds: number;
  /** Whether the last line was cut short, and left out. */
  readonly truncated: boolean;
  /** What was recorded: the version of lbsim, and how its balancer was set up. */
  readonly recorded: {
    readonly lbsim: string;
    readonly algorithm: string;
    readonly stickyKey: string;
    readonly seed: number;
  };
}
