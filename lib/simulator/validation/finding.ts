import type { Interval } from '../report/report.js';

/**
 * `holds`: it is within the tolerance. `misses`: it is not. `unsure`: its confidence interval is wider than the tolerance and
 * reaches into it, so that the figure says nothing either way.
 */
export type ValidationVerdict = 'holds' | 'misses' | 'unsure';

/** What is told of a figure beside the figure itself. */
export interface ValidationClaim {
  /** Of the case that it is from, for `--only`. */
  readonly name: string;
  /** The system in words. */
  readonly about: string;
  /** The system in the words of theory: `M/M/1`. */
  readonly system: string;
  /** What is measured: `mean`, `p99`, … */
  readonly figure: string;
  readonly expected: number;
  /** How far from it is still well, for people: `2 %`. */
  readonly tolerance: string;
  /** The bounds that are meant by it, both still well. */
  readonly allowed: Interval;
}

export interface ValidationReading {
  readonly got: number;
  /** 95 %, where it is a matter of chance. */
  readonly confidence?: Interval;
}

/** A line of `lbsim validate`. */
export interface ValidationFinding extends ValidationClaim, ValidationReading {
  readonly verdict: ValidationVerdict;
}

/** Holds a reading against a claim. */
export function judge(claim: ValidationClaim, reading: ValidationReading): ValidationFinding {
  return { ...claim, ...reading, verdict: verdictOf(claim.allowed, reading) };
}

/** The bounds of a relative tolerance. */
export function relativeTolerance(
  expected: number,
  share: number,
): Pick<ValidationClaim, 'expected' | 'tolerance' | 'allowed'> {
  return {
    expected,
    tolerance: `${Number((share * 100).toPrecision(3))} %`,
    allowed: [expected * (1 - share), expected * (1 + share)],
  };
}

function verdictOf(
  [least, most]: Interval,
  { got, confidence = [got, got] }: ValidationReading,
): ValidationVerdict {
  const [low, high] = confidence;
  if (high - low > most - least && high >= least && low <= most) return 'unsure';
  return got >= least && got <= most ? 'holds' : 'misses';
}
