import { readFileSync } from 'node:fs';

let known: string | undefined;

/** The version of this package, as it was when first asked for. */
export function version(): string {
  known ??= read();
  return known;
}

function read(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
