import { formatAddress, type Address } from '../net/address.js';
import type { Check } from './check.js';
import { stoodStill, VERDICTS, type CheckFinding, type CheckVerdict } from './finding.js';

/** A check that was made. */
export interface CheckResult extends CheckFinding {
  readonly name: string;
  /** What it looks for, in one sentence. */
  readonly looksFor: string;
  /** Whether it has to be kept. */
  readonly must: boolean;
  readonly seconds: number;
}

/** What the kit found. */
export interface ConformanceReport {
  /** `host:port`, as `backend`. */
  readonly balancer: string;
  readonly backend: string;
  /** Whether no check that must hold is broken, unclear or left out. */
  readonly ok: boolean;
  /** Names of those that are broken, or could not be made. */
  readonly failed: readonly string[];
  /** Names of those that say nothing, as this machine stood still: to be run again. */
  readonly unclear: readonly string[];
  readonly verdicts: Readonly<Record<CheckVerdict, number>>;
  readonly seconds: number;
  readonly checks: readonly CheckResult[];
}

export function checkResult(check: Check, finding: CheckFinding, must: boolean, ms: number): CheckResult {
  const { name, looksFor } = check;
  return { name, looksFor, must, ...finding, seconds: seconds(ms) };
}

export function conformanceReport(
  { balancer, backend }: { readonly balancer: Address; readonly backend: Address },
  checks: readonly CheckResult[],
  { ms, whole }: { readonly ms: number; readonly whole: boolean },
): ConformanceReport {
  const musts = checks.filter(({ must }) => must);
  const namesOf = (list: readonly CheckResult[]): string[] => list.map(({ name }) => name);
  const unmet = musts.filter(({ verdict }) => verdict === 'broken' || verdict === 'unclear');
  const failed = namesOf(unmet.filter((check) => !stoodStill(check)));
  const unclear = namesOf(unmet.filter(stoodStill));
  const count = (verdict: CheckVerdict): number => checks.filter((check) => check.verdict === verdict).length;
  return {
    balancer: formatAddress(balancer),
    backend: formatAddress(backend),
    ok: failed.length === 0 && unclear.length === 0 && whole,
    failed,
    unclear,
    verdicts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, count(verdict)])) as Record<
      CheckVerdict,
      number
    >,
    seconds: seconds(ms),
    checks,
  };
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}
