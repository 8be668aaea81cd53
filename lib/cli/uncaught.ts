import { errorText } from '../error-text.js';
import { printable } from '../printable.js';
import { stackOf } from './stack-of.js';

/** Deals with an error that nobody caught if it knows whose it is. @returns whether it does */
type Claim = (error: unknown) => boolean;

const claims: Claim[] = [];
/** What the command waits for, as far as that is known, and may wait for ever. */
const awaited = new Set<string>();

/** Has errors that nobody caught shown to this, before they are internal errors. */
export function claimUncaught(claim: Claim): void {
  claims.push(claim);
}

/** An error that nobody caught ends the process, unless somebody claims it. */
export function handleUncaught(error: unknown): void {
  if (claims.some((claim) => claim(error))) return;
  const stack = error instanceof Error ? stackOf(error) : '';
  endProcess(1, `internal error: ${errorText(error)}; please report it`, stack);
}

/** Waits. @param unfinished - why the command is wrong if nothing is left to happen before the end of this wait */
export async function awaiting<T>(promise: Promise<T>, unfinished: string): Promise<T> {
  awaited.add(unfinished);
  try {
    return await promise;
  } finally {
    awaited.delete(unfinished);
  }
}

/** Nothing is left to happen, and the command has not come to its end. */
export function failUnfinished(): void {
  const [reason] = awaited;
  if (reason !== undefined) endProcess(2, reason);
  else endProcess(1, 'internal error: the command ended before it was done; please report it');
}

/** Ends the process at once. @param reason - in one line */
export function endProcess(status: number, reason: string, stack = ''): never {
  process.stderr.write(`lbsim: ${printable(reason)}\n${stack}`);
  process.exit(status);
}
