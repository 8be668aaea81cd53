/**
 * What a check says of the balancer: it keeps to it, it does not, there is nothing to keep to (`measured`), or the check
 * could not be made (`unclear`).
 */
export type CheckVerdict = 'kept' | 'broken' | 'measured' | 'unclear';

export const VERDICTS: readonly CheckVerdict[] = ['kept', 'broken', 'measured', 'unclear'];

/** Sizes are bytes, times milliseconds. */
export type Figures = Readonly<Record<string, number | string | boolean>>;

/** What came out of a check. */
export interface CheckFinding {
  readonly verdict: CheckVerdict;
  /** In a few words, with figures. */
  readonly detail: string;
  readonly figures: Figures;
}

export function kept(detail: string, figures: Figures = {}): CheckFinding {
  return { verdict: 'kept', detail, figures };
}

export function broken(detail: string, figures: Figures = {}): CheckFinding {
  return { verdict: 'broken', detail, figures };
}

export function measured(detail: string, figures: Figures = {}): CheckFinding {
  return { verdict: 'measured', detail, figures };
}

export function unclear(detail: string): CheckFinding {
  return { verdict: 'unclear', detail, figures: {} };
}
