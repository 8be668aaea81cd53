/** The scenarios that come with lbsim, each a file beside this one. */
export const SCENARIOS = [
  'slow-backend',
  'black-hole',
  'crash-restart',
  'cold-start',
  'flapping',
  'burst',
  'store-away',
  'retry-storm',
  'rolling-deploy',
  'autoscaling',
] as const;
