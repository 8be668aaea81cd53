/**
 * What counts against a backend beside its probes: `connect`, that it could not be reached; `traffic`, also that it reset or
 * closed a connection before the first answered byte, or, in the simulator, answered with an error.
 */
export const OBSERVED = ['connect', 'traffic'] as const;
export type Observed = (typeof OBSERVED)[number];
