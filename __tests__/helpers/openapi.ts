import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from '@jest/globals';
import { parse } from 'yaml';

export interface AdminAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined where there is no text. */
  readonly body: unknown;
}

interface Operation {
  readonly parameters?: readonly (
    { readonly $ref: string } | { readonly in: string; readonly name: string }
  )[];
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, unknown>> }>
  >;
}

/** The OpenAPI document. */
export const DOCUMENT = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(DOCUMENT, 'openapi');

/** Fails unless the answer is one that the OpenAPI document has for this request. */
export function expectDocumented(method: string, path: string, { status, headers, body }: AdminAnswer): void {
  const [plain = ''] = path.split('?');
  const template = Object.keys(DOCUMENT.paths).find((each) =>
    new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
  );
  const operation = template === undefined ? undefined : DOCUMENT.paths[template]?.[method.toLowerCase()];
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const code = operation?.responses[String(status)] === undefined ? 'default' : String(status);
  if (status >= 400 || operation === undefined) {
    expect({ type, status }).toEqual({
      type: 'application/problem+json',
      status: (body as { status: number }).status,
    });
    expectProblem(body);
    return;
  }
  expect(code).toBe(String(status));
  if (body === undefined) return;
  const { $ref } = operation.responses[code] ?? {};
  const at = $ref ?? `#/paths/${escaped(template ?? '')}/${method.toLowerCase()}/responses/${code}`;
  expectValid(`${at}/content/${escaped(type)}/schema`, body);
}

/** Fails unless it is a problem document. */
export function expectProblem(body: unknown): void {
  expectValid('#/components/schemas/Problem', body);
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function expectValid(pointer: string, body: unknown): void {
  const check = ajv.compile({ $ref: `openapi${pointer}` });
  check(body);
  expect(check.errors ?? []).toEqual([]);
}
