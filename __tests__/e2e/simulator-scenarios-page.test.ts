import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { runLbsim } from '../helpers/lbsim.js';
import { scenariosPage } from '../../scripts/scenarios-page.js';

const ROOT = new URL('../..', import.meta.url);

async function read(path: string): Promise<string> {
  return readFile(new URL(path, ROOT), 'utf8');
}

/** The whole page is simulated, which takes both processors half a minute alone and minutes on a busy machine. */
const WHOLE_PAGE_MS = 600_000;

test(
  'docs/scenarios.md is what npm run scenarios writes',
  async () => {
    const page: unknown = await scenariosPage();
    expect(page).toBe(await read('docs/scenarios.md'));
  },
  WHOLE_PAGE_MS,
);

test('the README shows what its comparison prints', async () => {
  const readme = await read('README.md');
  const [, words = '', table = ''] = /^\$ lbsim (compare .*)\n([^]*?)\n```$/m.exec(readme) ?? [];
  const { stdout } = await runLbsim(words.split(' '));
  expect(table.length).toBeGreaterThan(1000);
  expect(stdout.trimEnd()).toBe(table);
});
