/** What a change of the configuration ends of what the operator has changed. */
export interface EndedOverride {
  readonly value: unknown;
  /** Who had changed it, and when in RFC 3339; null if that is not known. */
  readonly by: string | null;
  readonly since: string | null;
}

/** One value that another configuration changes. Plain JSON. */
export interface PlannedChange {
  /** The option's name, as in the file: `backends`, `queue-max`. */
  readonly key: string;
  /** The backend that it is about; null for the balancer itself. */
  readonly backend: string | null;
  /** As the file has it; null for what is not there. */
  readonly from: string | null;
  readonly to: string | null;
  /** What comes of it, in words. */
  readonly effect: string;
  /** Whether it takes effect only when the process is started again. */
  readonly needsRestart: boolean;
  /** Absent where the operator has changed nothing of it. */
  readonly endsOverride?: EndedOverride;
}

/** What another configuration changes of a balancer that runs. Plain JSON. */
export interface ReloadPlan {
  readonly changes: readonly PlannedChange[];
  /** The keys of those that take effect only when the process is started again. */
  readonly needsRestart: readonly string[];
}

export function planOf(changes: readonly PlannedChange[]): ReloadPlan {
  const keys = changes.filter(({ needsRestart }) => needsRestart).map(({ key }) => key);
  return { changes, needsRestart: [...new Set(keys)] };
}
