import { availableParallelism } from 'node:os';
import type { Kind } from '../../schema/kind.js';
import { integer } from '../../schema/number.js';

const MAX_WORKERS = 256;
const number = integer(1, MAX_WORKERS, ', or auto');

/** A number of processes; `auto` is one for each processor that this one may use. */
export const workerCount: Kind<number, ''> = {
  ...number,
  range: `${number.range}, or auto`,
  words: ['auto'],
  schema: { anyOf: [number.schema, { enum: ['auto'] }] },
  parse: (text) =>
    text.toLowerCase() === 'auto' ? Math.min(availableParallelism(), MAX_WORKERS) : number.parse(text),
};
