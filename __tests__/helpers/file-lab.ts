import type { TestBackend } from './backends.js';
import { startBackends, type Register } from './balance.js';
import { Desk } from './desk.js';
import { temporaryFile } from './folder.js';
import type { Lbsim } from './lbsim.js';

export const QUICK = [
  '--algorithm',
  'round-robin',
  '--sticky-key',
  'none',
  '--health-check-interval',
  '200ms',
];

/** A balancer and the file of its backends. */
export interface FileLab {
  readonly desk: Desk;
  readonly lb: Lbsim;
  readonly port: number;
  readonly file: string;
}

/** A balancer whose only backends are those of a file. */
export async function balanceFile(
  onEnd: Register,
  content: string,
  ...options: readonly string[]
): Promise<FileLab> {
  const desk = await Desk.open(onEnd);
  const file = await temporaryFile(onEnd, 'targets.txt', content);
  const lb = await desk.start('balance', '--port', '0', '--backends-file', file, ...QUICK, ...options);
  return { desk, lb, file, port: await lb.port() };
}

/** Up to three backends. */
export async function backendsFor(
  onEnd: Register,
  count: number,
): Promise<[TestBackend, TestBackend, TestBackend]> {
  return (await startBackends(count, onEnd)) as [TestBackend, TestBackend, TestBackend];
}

/** A line for each. */
export function linesOf(...some: readonly { readonly spec: string }[]): string {
  return some.map(({ spec }) => `${spec}\n`).join('');
}
