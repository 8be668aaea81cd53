/** What a backend does with requests whose client has given up. */
export const ABANDONED = ['served', 'dropped'] as const;
export type Abandoned = (typeof ABANDONED)[number];

/** What clients do whose requests fail, as the options of that name say. */
export interface RetrySettings {
  /** How often a client sends a request again that failed. @default 0 */
  readonly retries?: number;
  /** Pause before the first retry, in mean service times; twice as long before each further one. @default 1 */
  readonly backoff?: number;
  /** Retries as a share of the requests, 0 to 1, at most. @default no limit */
  readonly retryBudget?: number;
  /** What a backend does with a request that its client has given up. @default 'served' */
  readonly abandoned?: Abandoned;
}

export const RETRY_DEFAULTS = {
  retries: 0,
  backoff: 1,
  retryBudget: Infinity,
  abandoned: 'served',
} as const satisfies RetrySettings;

/** Of {@link RetrySettings}, so that they can be told from other keys of a scenario. */
export const SCENARIO_RETRIES = Object.keys(RETRY_DEFAULTS) as readonly (keyof RetrySettings)[];
