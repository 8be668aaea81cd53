/** How many results in a row it takes to change one's mind. */
export interface HysteresisThresholds {
  /** Successes in a row that flip a backend up; at least 1. */
  readonly rise: number;
  /** Failures in a row that flip a backend down; at least 1. */
  readonly fall: number;
}

export interface HysteresisState {
  /** Undefined until the first result, which decides alone. */
  readonly up: boolean | undefined;
  /** Results in a row that speak against `up`. */
  readonly contrary: number;
}

export interface HysteresisStep {
  readonly state: HysteresisState;
  /** Whether this result turned up into down or down into up; the first decision is not a flip. */
  readonly flipped: boolean;
}

export const UNKNOWN: HysteresisState = { up: undefined, contrary: 0 };

/** Takes in one probe result. Pure. */
export function step(
  state: HysteresisState,
  ok: boolean,
  { rise, fall }: HysteresisThresholds,
): HysteresisStep {
  if (state.up === undefined || state.up === ok) return { state: { up: ok, contrary: 0 }, flipped: false };
  const contrary = state.contrary + 1;
  if (contrary < (ok ? rise : fall)) return { state: { up: state.up, contrary }, flipped: false };
  return { state: { up: ok, contrary: 0 }, flipped: true };
}

/** Whether results have begun to speak against the present state without having turned it yet. */
export function undecided(state: HysteresisState): boolean {
  return state.contrary > 0;
}
