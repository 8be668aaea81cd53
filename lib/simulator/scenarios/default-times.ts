import type { TimeSettings } from './scenario.js';

/**
 * As `lbsim balance` with `--health-check-timeout 1 --health-check-fall 1`, if a request takes 100 ms; a client gives up
 * after 10 s. In mean service times.
 */
export const DEFAULT_TIMES: TimeSettings = {
  interval: 50,
  timeout: 10,
  rise: 1,
  fall: 1,
  connectTimeout: 20,
  waitTimeout: 300,
  requestTimeout: 100,
  slowStart: 0,
};
