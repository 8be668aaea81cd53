import { readFile } from 'node:fs/promises';
import type { PlayerFiles } from '../../simulator/page/player.js';
import type { Plan } from '../../simulator/plan/plan.js';

const FOLDER = new URL('../../../dist/player/', import.meta.url);

/** Requests that a page plays at most, of all its algorithms together. */
const MOST_DOTS = 20_000;
/** Algorithms whose runs a page plays. */
const MOST_PLAYED = 8;

/** The plans, of which those that the page plays record what they do: the first algorithms, under the greatest load. */
export function recording(plans: readonly Plan[]): readonly Plan[] {
  const loads = plans.map(({ settings: { workload } }) => (workload.kind === 'open' ? workload.load : 0));
  const greatest = Math.max(...loads);
  const played = plans.filter((_, index) => loads[index] === greatest).slice(0, MOST_PLAYED);
  const dots = Math.floor(MOST_DOTS / played.length);
  return plans.map((plan) => (played.includes(plan) ? { ...plan, dots } : plan));
}

/** The player as it was built. */
export async function playerFiles(): Promise<PlayerFiles> {
  const [script, style] = await Promise.all(
    ['player.js', 'player.css'].map((name) => readFile(new URL(name, FOLDER), 'utf8')),
  );
  if (script === undefined || style === undefined) throw new TypeError('a file was not read');
  return { script, style };
}
