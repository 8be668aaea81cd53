import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();

const BINARY = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));

/** Runs `lbsim --version` on a Node that says that it is of another version. */
async function runOn(version: string): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const preload = join(await temporaryFolder(onEnd), 'version.mjs');
  await writeFile(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  const words = ['--import', pathToFileURL(preload).href, BINARY, '--version'];
  return spawnSync(process.execPath, words, { encoding: 'utf8' });
}

it.each(['18.20.8', '20.18.3', '9.11.2'])(
  'Node %s is told which one is needed, in one line',
  async (version) => {
    expect(await runOn(version)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `lbsim: Node ${version} is too old: use Node 20.19 or later\n`,
    });
  },
);

it.each(['20.19.0', '22.1.0', '100.0.0'])('Node %s will do', async (version) => {
  expect(await runOn(version)).toMatchObject({ status: 0, stderr: '' });
});

it('it is the version that package.json asks for', async () => {
  const { engines } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node).toBe('>=20.19');
});

it('an old Node can parse the binary: it has neither an import declaration nor a top-level await', async () => {
  const text = await readFile(BINARY, 'utf8');
  expect(() => new Script(text)).not.toThrow();
});
