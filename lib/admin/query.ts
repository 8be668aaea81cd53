import type { Context } from 'hono';
import { LbsimError } from '../errors.js';
import { time } from '../schema/time.js';
import type { AdminEnv } from './env.js';
import { ApiProblem } from './problem.js';

const MOST = 1000;

/** A time of the query, in milliseconds. @throws ApiProblem `bad-parameter` */
export function timeOf({ req }: Context<AdminEnv>, name: string): number | undefined {
  const text = req.query(name);
  if (text === undefined) return undefined;
  try {
    return time.parse(text);
  } catch (error) {
    if (error instanceof LbsimError) throw new ApiProblem('bad-parameter', `${name} ${error.message}`);
    throw error;
  }
}

/** A number of items of the query, from 1 to 1000. @throws ApiProblem `bad-parameter` */
export function limitOf({ req }: Context<AdminEnv>, otherwise: number): number {
  const text = req.query('limit') ?? String(otherwise);
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST) return limit;
  throw new ApiProblem('bad-parameter', `limit '${text}' is out of range: use a number from 1 to ${MOST}`);
}

/** A whole number of the query. @throws ApiProblem `bad-parameter` */
export function countOf({ req }: Context<AdminEnv>, name: string, otherwise: number): number {
  const text = req.query(name);
  if (text === undefined) return otherwise;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ApiProblem('bad-parameter', `${name} '${text}' is not a number: use that of the answer before`);
}

/** A collection, or a part of it. @param next - what asks for the part after it, by `after`; undefined for the last one */
export function pageOf(items: readonly object[], next: string | undefined, generation: number): object {
  return { items, ...(next !== undefined && { next }), generation };
}

/** One of some words of the query. @throws ApiProblem `bad-parameter` */
export function wordOf<T extends string>(
  { req }: Context<AdminEnv>,
  name: string,
  words: readonly [T, ...T[]],
): T {
  const text = req.query(name) ?? words[0];
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new ApiProblem(
    'bad-parameter',
    `${name} '${text}' is not one of the choices: use ${words.join(' or ')}`,
  );
}
