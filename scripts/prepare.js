// What npm runs after `npm ci` and before it packs: builds. For `npm i -g .` npm only links the clone and installs none of
// its dependencies, neither those to build with nor those to run with; then they are installed here first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../', import.meta.url);
/** Settings of the npm that runs this which are not meant for the folder of the clone. */
const OUTER = /^npm_config_(global|location|prefix|local_prefix|omit|only|production|dry_run)$/i;

if (!existsSync(new URL('node_modules/typescript/package.json', ROOT)))
  npm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund');
npm('run', 'build');

function npm(...args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.test(name)));
  const { npm_execpath: script } = process.env;
  const [command, ...words] = script === undefined ? ['npm', ...args] : [process.execPath, script, ...args];
  const { status, error } = spawnSync(command, words, { cwd: fileURLToPath(ROOT), env, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
