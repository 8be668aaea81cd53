import { describe, it } from '@jest/globals';

/** What is written of tests: a part of them, or all. */
interface Written {
  readonly it: typeof it;
  readonly describe: typeof describe;
}

/**
 * Tests that only some machines can run. Elsewhere they are left out, and standard error says why.
 *
 *     onlyWhere(CAN_UNSHARE, 'names of its own take root and unshare(1)').it('…', …);
 *
 * @param why - what such a machine has to have
 */
export function onlyWhere(holds: boolean, why: string): Written {
  if (holds) return { it, describe };
  process.stderr.write(`left out here: ${why}\n`);
  const leftOut = { it: it.skip, describe: describe.skip }; // this machine lacks what they need: `why`, printed above, says what
  return leftOut as Written;
}
