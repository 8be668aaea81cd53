// Bundles the dashboard into dist/dashboard: a page, one script and one style sheet with a hash of their content in their names, and the
// licences of the libraries that are in them. And the player of the simulator's page into dist/player: a script and a style sheet that
// stand in that page themselves, licences and all.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { isLive } from '../dist/control/live-settings.js';
import { BALANCER_TABLE } from '../dist/control/option-table.js';
import { keyOf } from '../dist/schema/library.js';
import { isDefaultWord } from '../dist/schema/option-text.js';

const OUT = 'dist/dashboard';
const PLAYER = 'dist/player';

const COMMON = {
  bundle: true,
  minify: true,
  target: ['chrome120', 'firefox121', 'safari17'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  metafile: true,
  logLevel: 'warning',
};

const { metafile } = await build({
  ...COMMON,
  entryPoints: { main: 'dashboard/main.tsx' },
  outdir: OUT,
  entryNames: '[name]-[hash]',
  define: { LIVE_OPTIONS: JSON.stringify(liveOptions()) },
  format: 'esm',
});

let page = readFileSync('dashboard/index.html', 'utf8');
for (const path of Object.keys(metafile.outputs)) {
  const name = basename(path);
  page = page.replace(`/assets/${name.replace(/-[A-Z0-9]+\.(js|css)$/, '.$1')}`, `/assets/${name}`);
}
writeFileSync(`${OUT}/index.html`, page);

writeFileSync(`${OUT}/licenses.txt`, licencesOf(metafile));

const player = await build({
  ...COMMON,
  entryPoints: { player: 'dashboard/player/main.tsx' },
  outdir: PLAYER,
  format: 'iife',
});
const script = `/*!\n${licencesOf(player.metafile)}*/\n${readFileSync(`${PLAYER}/player.js`, 'utf8').trim()}\n`;
if (/\]\]>|<\/script|<!--|\r/i.test(script)) throw new Error('the player holds what cannot stand in a page');
writeFileSync(`${PLAYER}/player.js`, script);

/** The options that can be changed while a balancer runs, as dashboard/state/live-options.ts declares them. */
function liveOptions() {
  return Object.entries(BALANCER_TABLE)
    .map(([name, option]) => ({ name, key: keyOf(name, option), ...option }))
    .filter(({ key }) => isLive(key))
    .map(({ name, key, group, help, kind, value, defaultText }) => ({
      name,
      key,
      group: group.replace(/:$/, ''),
      help,
      form: formOf(kind),
      ...(kind.flag && { words: ['off', 'on'] }),
      ...(kind.words?.join(', ') === kind.range && { words: kind.words }),
      ...(isDefaultWord({ kind, value, defaultText }, defaultText) && { word: { text: defaultText, value } }),
    }));
}

function formOf({ suffix, type, flag }) {
  if (flag) return 'flag';
  if (suffix === 'Ms') return 'time';
  return type === 'number' ? 'number' : type === 'string' ? 'text' : 'list';
}

/** Of the packages that are in a bundle. */
function licencesOf({ inputs }) {
  const packages = Object.keys(inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  const licences = [...new Set(packages)]
    .filter(Boolean)
    .sort()
    .map((name) => {
      const folder = `node_modules/${name}`;
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`${name} has no licence file`);
      return `${name}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
    });
  return licences.join('\n---\n\n');
}
