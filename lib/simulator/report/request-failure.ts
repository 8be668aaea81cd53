/**
 * Why a request was not answered: no backend was to be had in time; its backend's queue was full, or the balancer's; it had no
 * place at a backend in time; its client came too often; its backend crashed; its backend answered with an error; its client
 * gave up.
 */
export const FAILURE_REASONS = [
  'no_backend',
  'queue_full',
  'queue_timeout',
  'rate_limited',
  'lost',
  'error',
  'timeout',
] as const;
export type RequestFailure = (typeof FAILURE_REASONS)[number];
