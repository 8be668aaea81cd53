import { expect } from '@jest/globals';
import { LbsimError } from '../../lib/errors.js';

/** The error that a call is refused with, thrown or rejected: one line of lbsim's own. */
export async function refusal(call: () => unknown): Promise<LbsimError> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof LbsimError)) throw error;
    expect(error.message).not.toContain('\n');
    return error;
  }
  throw new Error('it was not refused');
}
