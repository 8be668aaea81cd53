// Bundles the dashboard into dist/dashboard: a page, and one script and one style sheet with a hash of their content in their names.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';

const OUT = 'dist/dashboard';

const { metafile } = await build({
  entryPoints: { main: 'dashboard/main.tsx' },
  outdir: OUT,
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome120', 'firefox121', 'safari17'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
});

let page = readFileSync('dashboard/index.html', 'utf8');
for (const path of Object.keys(metafile.outputs)) {
  const name = basename(path);
  page = page.replace(`/assets/${name.replace(/-[A-Z0-9]+\.(js|css)$/, '.$1')}`, `/assets/${name}`);
}
writeFileSync(`${OUT}/index.html`, page);
