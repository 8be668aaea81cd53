import { printable } from '../printable.js';

/** A result as one line of JSON, which cannot drive the terminal that shows it. */
export function jsonLine(value: unknown): string {
  return `${printable(JSON.stringify(value))}\n`;
}
