import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AdminApp } from '../env.js';
import { ApiProblem } from '../problem.js';

/** Where the build puts the page: a file `index.html`, and those it names, which have a hash of their content in their names. */
const FOLDER = fileURLToPath(new URL('../../../dist/dashboard/', import.meta.url));
const INDEX = 'index.html';
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The dashboard, and the files that it is made of: without a token, as there is nothing of the balancer in them. */
export const DASHBOARD_PATHS: readonly string[] = ['/', '/assets/'];

/** The dashboard at `/`. */
export function dashboardRoutes(app: AdminApp): void {
  let files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> | undefined;
  const read = (name: string): Uint8Array<ArrayBuffer> => {
    files ??= new Map(
      readdirSync(FOLDER).map((each) => [each, Uint8Array.from(readFileSync(join(FOLDER, each)))]),
    );
    const file = files.get(name);
    if (file !== undefined) return file;
    throw new ApiProblem('unknown-path', `file '${name}' is not part of the dashboard: load the page again`);
  };
  app.get('/', (context) =>
    context.body(read(INDEX), 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': CSP,
    }),
  );
  app.get('/assets/:name', (context) => {
    const name = context.req.param('name');
    return context.body(read(name), 200, {
      'Content-Type': TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });
}
