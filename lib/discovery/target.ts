/** A backend that a source names. */
export interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Relative capacity, an integer from 1 to 256. */
  readonly weight: number;
  readonly backup: boolean;
}

/** Of IP addresses. */
export type IpFamily = 4 | 6;

/** The backends that a source names now. */
export interface TargetAnswer {
  readonly targets: readonly Target[];
  /** Of these addresses nothing was learned: those that are known are kept. @default none */
  readonly unanswered?: readonly IpFamily[];
  /** How long the answer holds, in milliseconds. @default the interval */
  readonly holdsMs?: number;
}

/** A source that cannot say which backends there are. */
export interface NoTargets {
  /** Why, in words. */
  readonly failure: string;
  /** It said that there is none. */
  readonly isEmpty: boolean;
}

export type TargetOutcome = TargetAnswer | NoTargets;
