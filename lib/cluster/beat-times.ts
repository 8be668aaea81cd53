/** How old what a balancer knows of another's connections may be. */
export const FRESH_MS = 250;
/** By which a beat may come earlier or later, so that those of many balancers spread out. */
export const BEAT_JITTER = 0.1;
/** Between two beats: news waits for the next one of the balancer that has it, and then for that of the one that is told. */
export const BEAT_MS = FRESH_MS / 2 / (1 + BEAT_JITTER);
/** A few beats may be late or lost; with the next beat of another balancer, a dead one is gone within a second. */
export const LIFE_MS = 700;
