// Bundles the dashboard into dist/dashboard: a page, one script and one style sheet with a hash of their content in their names, and the
// licences of the libraries that are in them.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
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
  metafile: true,
  logLevel: 'warning',
});

let page = readFileSync('dashboard/index.html', 'utf8');
for (const path of Object.keys(metafile.outputs)) {
  const name = basename(path);
  page = page.replace(`/assets/${name.replace(/-[A-Z0-9]+\.(js|css)$/, '.$1')}`, `/assets/${name}`);
}
writeFileSync(`${OUT}/index.html`, page);

const packages = Object.keys(metafile.inputs).map(
  (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1],
);
const licences = [...new Set(packages)]
  .filter(Boolean)
  .sort()
  .map((name) => {
    const folder = `node_modules/${name}`;
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
  });
writeFileSync(`${OUT}/licenses.txt`, licences.join('\n---\n\n'));
