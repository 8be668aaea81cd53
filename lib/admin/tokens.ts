import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Throttle } from '../throttle.js';

/** What the holder of a token may do: look, or change as well. */
export type Role = 'operate' | 'view';

/** The tokens of an admin API. */
export interface TokenTexts {
  readonly operate: string;
  readonly view?: string | undefined;
}

/** 128 random bits. */
export function randomToken(): string {
  return randomBytes(16).toString('base64url');
}

/** Tells tokens apart, in a time that says nothing of them. */
export class Tokens {
  readonly #sums: readonly (readonly [role: Role, sum: Buffer])[];

  constructor({ operate, view }: TokenTexts) {
    this.#sums = [
      ['operate', sumOf(operate)],
      ...(view === undefined ? [] : ([['view', sumOf(view)]] as const)),
    ];
  }

  /** What the bearer of an `Authorization` header may do; undefined for none or a wrong one. */
  roleOf(authorization: string | undefined): Role | undefined {
    const given = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return undefined;
    const sum = sumOf(given);
    // Every one is compared, so that the time does not tell which it was.
    const roles = this.#sums.map(([role, known]) => (timingSafeEqual(known, sum) ? role : undefined));
    return roles.find((role) => role !== undefined);
  }
}

const FAILURES_A_SECOND = 10;

/**
 * Ten wrong tokens a second are answered as such, wherever they come from. The right one is always let in, as with the
 * passwords of nginx and sshd: a program that keeps on sending wrong ones locks out nobody else.
 */
export class FailureBudget {
  readonly #second = new Throttle();
  #left = 0;

  /** Counts a wrong token. @returns whether it was one of the ten */
  spend(): boolean {
    if (this.#second.passes(performance.now())) this.#left = FAILURES_A_SECOND;
    this.#left -= 1;
    return this.#left >= 0;
  }
}

function sumOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
