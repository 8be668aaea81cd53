import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { HtmlFile } from '../../../lib/cli/simulation/html-file.js';
import { cleanup } from '../../helpers/cleanup.js';

const onEnd = cleanup();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  onEnd(() => rm(folder, { recursive: true }));
});

test('a page is written, over one that is there', async () => {
  const path = join(folder, 'page.html');
  await writeFile(path, 'a longer page of before');
  const file = new HtmlFile(path);
  await file.check();
  expect(await readFile(path, 'utf8')).toBe('a longer page of before');
  expect(await file.write('<p>', new AbortController().signal)).toBe(true);
  expect(await readFile(path, 'utf8')).toBe('<p>');
});

test('nothing is there before it is written', async () => {
  const path = join(folder, 'page.html');
  await new HtmlFile(path).check();
  await expect(readFile(path)).rejects.toThrow('ENOENT');
});

test('where it cannot be written, that is said before the work', async () => {
  await expect(new HtmlFile(join(folder, 'no', 'page.html')).check()).rejects.toMatchObject({
    code: 'ERR_HTML_FILE',
    kind: 'runtime',
    message: `page '${join(folder, 'no', 'page.html')}' cannot be written (ENOENT: no such file or directory): check the path`,
  });
  await expect(new HtmlFile(folder).check()).rejects.toThrow('(it is a folder)');
  await writeFile(join(folder, 'file'), '');
  await expect(new HtmlFile(join(folder, 'file', 'page.html')).check()).rejects.toThrow('ENOTDIR');
  await symlink(join(folder, 'no', 'page.html'), join(folder, 'link'));
  await expect(new HtmlFile(join(folder, 'link')).check()).rejects.toThrow('ENOENT');
});
