import { readFile } from 'node:fs/promises';

/** Shipped with the package. */
const DOCUMENT = new URL('../../docs/openapi.yaml', import.meta.url);

let read: Promise<object> | undefined;

/** The OpenAPI document of this API. */
export function openApi(): Promise<object> {
  return (read ??= parse());
}

async function parse(): Promise<object> {
  const [{ parse: parseYaml }, text] = await Promise.all([import('yaml'), readFile(DOCUMENT, 'utf8')]);
  return parseYaml(text) as object;
}
