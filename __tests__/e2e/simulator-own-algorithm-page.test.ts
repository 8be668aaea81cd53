import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();
const PAGE = fileURLToPath(new URL('../../docs/own-algorithm.md', import.meta.url));

it('the algorithm on the page of algorithms of your own runs, by the commands on the page, and is better than a blind draw', async () => {
  const page = await readFile(PAGE, 'utf8');
  const [, code = ''] = /```js\n(.*?)```/s.exec(page) ?? [];
  const [, options = ''] = /lbsim compare (.*)\n/.exec(page) ?? [];
  expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThan(26);
  const folder = await temporaryFolder(onEnd);
  await writeFile(join(folder, 'idle-first.js'), code);

  const words = options.replace('./idle-first.js', join(folder, 'idle-first.js')).split(' ');
  const { stdout, stderr, status } = await runLbsim(['compare', ...words, '--requests', '30000', '--json']);
  expect([stderr.split('\n').filter((line) => line.startsWith('lbsim:')), status]).toEqual([[], 0]);
  const { runs } = JSON.parse(stdout) as { runs: { algorithm: string; meanSojourn: number }[] };
  expect(runs.map(({ algorithm }) => algorithm)).toEqual(['random', 'idle-first', 'least-connections']);
  const [random = 0, idleFirst = 0, leastConnections = 0] = runs.map(({ meanSojourn }) => meanSojourn);
  expect(idleFirst).toBeLessThan(random / 2);
  expect(idleFirst).toBeGreaterThan(leastConnections);
});
