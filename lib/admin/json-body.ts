import type { Context } from 'hono';
import { LbsimError } from '../errors.js';
import { time } from '../schema/time.js';
import { ApiProblem } from './problem.js';

const MAX_DEPTH = 8;
const MAX_KEYS = 100;
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

/**
 * The JSON object that is a request's body.
 *
 * @throws ApiProblem `bad-json`, `invalid`: no object, deeper than 8, or with more than 100 keys
 */
export async function jsonBody(context: Context): Promise<Readonly<Record<string, unknown>>> {
  return objectOf(await context.req.text());
}

/** Same of a request that may have none: that is an empty object. */
export async function optionalJsonBody(context: Context): Promise<Readonly<Record<string, unknown>>> {
  const text = await context.req.text();
  return text === '' ? {} : objectOf(text);
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new ApiProblem(
      'bad-json',
      `the body is not JSON (${(error as Error).message}): send an object such as {"weight":5}`,
    );
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiProblem('invalid', `the body is ${kindOf(body)}: send an object such as {"weight":5}`);
  refuseDeepOrLarge(body);
  return body as Readonly<Record<string, unknown>>;
}

/** Refuses whatever is in the body of a request that takes nothing. @throws ApiProblem `bad-json`, `invalid` */
export async function refuseBody(context: Context): Promise<void> {
  const [key] = Object.keys(await optionalJsonBody(context));
  if (key !== undefined) throw invalidBody(`/${key}`, `unknown key '${key}': there are none here`);
}

/** @throws ApiProblem `invalid` for a key that is not one of these */
export function refuseUnknownKeys(body: object, known: readonly string[]): void {
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw invalidBody(`/${unknown}`, `unknown key '${unknown}': use one of ${known.join(', ')}`);
}

/** @param pointer - where in the body, as a JSON Pointer (RFC 6901) */
export function invalidBody(pointer: string, detail: string, code = 'ERR_OPTION_INVALID'): ApiProblem {
  return new ApiProblem('invalid', detail, { code, members: { errors: [{ pointer, detail }] } });
}

/** A time in a body as the command line has it, in milliseconds: `30s`. @throws ApiProblem `invalid` */
export function bodyTime(key: string, value: unknown): number {
  try {
    return time.parse(String(value));
  } catch (error) {
    if (error instanceof LbsimError) throw invalidBody(`/${key}`, `${key} ${error.message}`, error.code);
    throw error;
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
}

function refuseDeepOrLarge(body: object): void {
  let keys = 0;
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (depth > MAX_DEPTH)
      throw new ApiProblem('invalid', `the body is nested deeper than ${MAX_DEPTH}: send a flat object`);
    for (const [key, inner] of Object.entries(value)) {
      keys += 1;
      if (keys > MAX_KEYS)
        throw new ApiProblem('invalid', `the body has more than ${MAX_KEYS} keys: send fewer`);
      if (FORBIDDEN.includes(key)) throw new ApiProblem('invalid', `unknown key '${key}': leave it out`);
      look(inner, depth + 1);
    }
  };
  look(body, 1);
}
