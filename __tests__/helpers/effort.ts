/** Whether this is the project `thorough` of jest.config.js; `npm test` makes the quick run. */
const THOROUGH = process.env.THOROUGH_TESTS === 'yes';
/** How many times the runs of a property a thorough run has. */
const TIMES = 3;

/** Cases that are alike: all of them in a thorough run, else the first `few`. */
export function someOf<T>(cases: readonly T[], few: number): readonly T[] {
  return THOROUGH ? cases : cases.slice(0, few);
}

/** How often to try a property that is tried `quick` times in `npm test`. */
export function runs(quick: number): number {
  return THOROUGH ? TIMES * quick : quick;
}

/**
 * Of a property whose runs take long: a counterexample that is still being made smaller is reported before the time of the test
 * is over, which would not name any.
 */
export const REPORTS_IN_TIME = { interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true } as const;
