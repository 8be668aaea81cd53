import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { WholeFile } from '../../lib/cli/whole-file.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const NEVER = new AbortController().signal;
const openPage = (page: string): Promise<WholeFile> =>
  WholeFile.open(page, { name: 'page', code: 'ERR_HTML_FILE' });

const onEnd = cleanup();
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder(onEnd);
  path = join(folder, 'page.html');
});

test('a page takes the place of one that is there once it is whole, with its permissions', async () => {
  await writeFile(path, 'a longer page of before', { mode: 0o600 });
  const file = await openPage(path);
  expect(await readFile(path, 'utf8')).toBe('a longer page of before');
  expect(await file.write('<p>', NEVER)).toBe(true);
  await file.close();
  expect(await readFile(path, 'utf8')).toBe('<p>');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['page.html']);
});

test('it is opened before it is written, under a name that is no page', async () => {
  const file = await openPage(path);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^page\.html\.[0-9a-f]{8}\.part$/)]);
  await file.write('<p>', NEVER);
  await file.close();
  expect(await readdir(folder)).toEqual(['page.html']);
});

test('what is closed without being written leaves nothing behind, and what was there as it was', async () => {
  await (await openPage(path)).close();
  expect(await readdir(folder)).toEqual([]);
  await writeFile(path, 'the page of before');
  await (await openPage(path)).close();
  expect(await readdir(folder)).toEqual(['page.html']);
  expect(await readFile(path, 'utf8')).toBe('the page of before');
});

test('a link stays one, and what it points to is written', async () => {
  const link = join(folder, 'link.html');
  await symlink('page.html', link);
  for (const text of ['first', 'second']) {
    const file = await openPage(link);
    await file.write(text, NEVER);
    await file.close();
    expect(await readFile(path, 'utf8')).toBe(text);
  }
  expect(await readdir(folder)).toEqual(['link.html', 'page.html']);
});

test('a device is written as it is', async () => {
  const file = await openPage('/dev/null');
  expect(await file.write('<p>', NEVER)).toBe(true);
  await file.close();
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
});

test('where it cannot be written, that is said before the work', async () => {
  await expect(openPage(join(folder, 'no', 'page.html'))).rejects.toMatchObject({
    code: 'ERR_HTML_FILE',
    kind: 'runtime',
    message: `page '${join(folder, 'no', 'page.html')}' cannot be written (ENOENT: no such file or directory): check the path`,
  });
  await expect(openPage(folder)).rejects.toThrow('(it is a folder)');
  await writeFile(join(folder, 'file'), '');
  await expect(openPage(join(folder, 'file', 'page.html'))).rejects.toThrow('ENOTDIR');
  await symlink(join(folder, 'no', 'page.html'), join(folder, 'link'));
  await expect(openPage(join(folder, 'link'))).rejects.toThrow('ENOENT');
  expect((await readdir(folder)).sort()).toEqual(['file', 'link']);
});
