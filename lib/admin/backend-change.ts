import { ADMIN_STATES, MAX_WEIGHT, type AdminState } from '../routing/backend.js';
import { refuseUnknownKeys } from './json-body.js';
import { ApiProblem } from './problem.js';

/** What is to be changed of a backend; null undoes what the operator has changed. */
export interface BackendChange {
  readonly weight?: number | null;
  readonly admin?: AdminState | null;
  /** Infinity for any number. */
  readonly maxConnections?: number | null;
}

const KEYS = ['weight', 'admin', 'maxConnections'];
const UNLIMITED = 'unlimited';

/** @throws ApiProblem `invalid` with every error */
export function backendChangeOf(body: Readonly<Record<string, unknown>>): BackendChange {
  refuseUnknownKeys(body, KEYS);
  const errors: { pointer: string; detail: string }[] = [];
  const hold = (key: string, holds: (value: unknown) => boolean, wanted: string): void => {
    const value = body[key];
    if (value === undefined || value === null || holds(value)) return;
    const detail = `${key} ${JSON.stringify(value)} is out of range: use ${wanted}, or null to undo`;
    errors.push({ pointer: `/${key}`, detail });
  };
  hold('weight', (value) => isInteger(value, MAX_WEIGHT), `an integer from 1 to ${MAX_WEIGHT}`);
  hold('admin', (value) => ADMIN_STATES.includes(value as AdminState), `one of ${ADMIN_STATES.join(', ')}`);
  hold(
    'maxConnections',
    (value) => value === UNLIMITED || isInteger(value, Infinity),
    `an integer from 1 up, '${UNLIMITED}'`,
  );
  if (errors.length > 0)
    throw new ApiProblem('invalid', errors.map(({ detail }) => detail).join('; '), {
      code: 'ERR_OPTION_INVALID',
      members: { errors },
    });
  const { maxConnections } = body;
  return { ...body, ...(maxConnections === UNLIMITED && { maxConnections: Infinity }) };
}

function isInteger(value: unknown, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}
