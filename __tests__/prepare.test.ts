import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { cleanup } from './helpers/cleanup.js';
import { temporaryFolder } from './helpers/folder.js';

const onEnd = cleanup();
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Stands for npm: writes down what it is told and for which folder, and "installs" what the build needs. */
const NPM = `#!/usr/bin/env node
const fs = require('node:fs');
const args = process.argv.slice(2);
const { npm_config_global: isGlobal = 'false' } = process.env;
fs.appendFileSync('told.jsonl', JSON.stringify({ args, isGlobal }) + '\\n');
if (args[0] === 'ci') {
  fs.mkdirSync('node_modules/typescript', { recursive: true });
  fs.writeFileSync('node_modules/typescript/package.json', '{}');
}
`;

/** Runs the script that npm runs for \`npm i -g .\`. @returns what npm was told by it, one call a line */
async function prepare({
  installed,
}: {
  installed: boolean;
}): Promise<{ args: string[]; isGlobal: string }[]> {
  const folder = await temporaryFolder(onEnd);
  const clone = join(folder, 'clone');
  for (const part of ['package.json', 'scripts'])
    if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  if (installed) {
    cpSync(
      join(ROOT, 'node_modules/typescript/package.json'),
      join(clone, 'node_modules/typescript/package.json'),
    );
  }
  const npm = join(folder, 'npm');
  writeFileSync(npm, NPM);
  chmodSync(npm, 0o755);
  const { scripts } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as {
    scripts: { prepare: string };
  };
  const env = { ...process.env, npm_config_global: 'true' };
  delete (env as NodeJS.ProcessEnv).npm_execpath;
  const path = [folder, dirname(process.execPath), process.env.PATH].join(delimiter);
  const { status, stderr } = spawnSync('sh', ['-c', scripts.prepare], {
    cwd: clone,
    env: { ...env, PATH: path },
    encoding: 'utf8',
  });
  expect([stderr, status]).toEqual(['', 0]);
  const told = readFileSync(join(clone, 'told.jsonl'), 'utf8').trimEnd().split('\n');
  return told.map((line) => JSON.parse(line) as { args: string[]; isGlobal: string });
}

it('a fresh clone that is installed globally gets what its build needs first', async () => {
  const [install, build, ...more] = await prepare({ installed: false });
  expect(install?.args.slice(0, 2)).toEqual(['ci', '--include=dev']);
  expect(build?.args).toEqual(['run', 'build']);
  expect(more).toEqual([]);
  expect([install?.isGlobal, build?.isGlobal]).toEqual(['false', 'false']);
});

it('a clone that has it only builds', async () => {
  expect((await prepare({ installed: true })).map(({ args }) => args)).toEqual([['run', 'build']]);
});
