import { randomUUID } from 'node:crypto';

/*
 * How a client of the kit and the backend of the kit find each other through a balancer, and know that both directions
 * carry bytes before a check begins:
 *
 *     client   lbsim-check <id> 1     again with 2, 3, … while nothing comes back: a balancer may lose early bytes
 *     backend  lbsim-check <id> 1     the very line
 *     client   lbsim-check <id> go    once the last line it sent has come back, so that no other is on its way
 *
 * A health probe says nothing, or something else, and so is never taken for a client.
 */

const WORD = 'lbsim-check';
const KNOCK = new RegExp(`^${WORD} (?<id>[0-9a-f-]{36}) (?<turn>\\d+|go)$`);

/** No knock is longer, in bytes. */
export const MAX_KNOCK = 100;

/** A connection's name that no other has. */
export function newId(): string {
  return randomUUID();
}

/** A line to knock with, its newline included. */
export function knockLine(id: string, turn: number | 'go'): string {
  return `${WORD} ${id} ${turn}\n`;
}

/** @returns undefined for a line that is none */
export function parseKnock(line: string): { readonly id: string; readonly last: boolean } | undefined {
  const { id, turn } = KNOCK.exec(line)?.groups ?? {};
  return id === undefined ? undefined : { id, last: turn === 'go' };
}
