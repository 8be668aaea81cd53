import { formatMs } from '../units.js';

/**
 * What a check says of the balancer: it keeps to it, it does not, there is nothing to keep to (`measured`), or nothing
 * can be said of it (`unclear`): the check could not be made, or this machine stood still meanwhile.
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

/** What came out of a check, before it is known whether the machine stood still meanwhile. */
export interface RawFinding extends CheckFinding {
  /** It rests on bytes that arrived, which no standstill of the machine explains. */
  readonly proven?: boolean;
}

export function kept(detail: string, figures: Figures = {}): RawFinding {
  return { verdict: 'kept', detail, figures };
}

/** @param proven - whether it rests on bytes that arrived, and not on what was missing or came at some time */
export function broken(detail: string, figures: Figures = {}, proven = false): RawFinding {
  return { verdict: 'broken', detail, figures, proven };
}

export function measured(detail: string, figures: Figures = {}): RawFinding {
  return { verdict: 'measured', detail, figures };
}

export function unclear(detail: string, figures: Figures = {}): RawFinding {
  return { verdict: 'unclear', detail, figures };
}

/** Whether a finding is unclear because this machine stood still. */
export function stoodStill({ verdict, figures }: CheckFinding): boolean {
  return verdict === 'unclear' && figures.stoodStillMs !== undefined;
}

/**
 * What can be said when this machine stood still during the check: what did not hold may be the machine's fault, for the
 * time limits on either side went on, unless bytes prove it.
 *
 * @param stoodStillMs - how long, in milliseconds; 0 when it did not, or so briefly that it decides nothing
 */
export function withStandstill(found: RawFinding, stoodStillMs: number): CheckFinding {
  const { proven = false, ...finding } = found;
  if (stoodStillMs === 0 || proven || (finding.verdict !== 'broken' && finding.verdict !== 'unclear'))
    return finding;
  return unclear(`this machine stood still for ${formatMs(stoodStillMs)}: ${finding.detail}`, {
    ...finding.figures,
    stoodStillMs,
  });
}
