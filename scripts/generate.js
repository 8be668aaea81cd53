// npm run generate: writes docs/options.md, the man pages and the JSON Schemas anew. With --check it only names those that are
// stale or should not be there, and exits with 1 if there are any.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { generatedFiles } from './option-pages.js';

const ROOT = new URL('../', import.meta.url);
const FOLDERS = ['man', 'schemas'];

const files = await generatedFiles();
if (process.argv.includes('--check')) await check();
else await write();

async function write() {
  for (const folder of FOLDERS) await mkdir(new URL(folder, ROOT), { recursive: true });
  for (const [path, text] of files) await writeFile(new URL(path, ROOT), text);
}

async function check() {
  const there = await Promise.all(
    FOLDERS.map(async (folder) => (await readdir(new URL(folder, ROOT))).map((name) => `${folder}/${name}`)),
  );
  const stale = there.flat().filter((path) => !files.has(path));
  for (const [path, text] of files)
    if ((await readFile(new URL(path, ROOT), 'utf8').catch(() => undefined)) !== text) stale.push(path);
  for (const path of stale) console.log(`${path} is stale: run npm run generate`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}
