import { printable } from '../../printable.js';
import type { LoadReport } from './load-report.js';

/** Fewer connections than this may well be answered by one backend by chance. */
const FEW = 5;

/** What to try when one backend answered every connection, which is how sticky sessions look from one machine. */
export function stickyHint({ ok, backends }: LoadReport): string | undefined {
  const [name, ...others] = Object.keys(backends);
  if (name === undefined || others.length > 0 || ok <= FEW) return undefined;
  return (
    `hint: all answers came from ${printable(name)}. If that is one of several backends of a balancer, it keeps one client ` +
    'address at one backend (--sticky-key ip, the default): start it with --sticky-key none to spread connections.'
  );
}
