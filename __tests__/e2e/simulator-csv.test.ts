import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

it('--csv writes one row for each algorithm to a file, or prints them in place of the tables', async () => {
  const args = ['compare', '--algorithms', 'round-robin,random', '--requests', '2000', '--csv'];
  const file = join(await temporaryFolder(onEnd), 'run.csv');
  await writeFile(file, 'of before');
  const beside = await runLbsim([...args, file]);
  const csv = await readFile(file, 'utf8');
  const instead = await runLbsim([...args, '/dev/stdout']);

  expect([beside.status, instead.status]).toEqual([0, 0]);
  expect(beside.stdout).toContain('│ round-robin ');
  expect(csv.split('\r\n').map((line) => line.split(',')[0])).toEqual([
    ...['algorithm', 'round-robin', 'random'],
    '',
  ]);
  expect(instead.stdout).toBe(csv);
});
