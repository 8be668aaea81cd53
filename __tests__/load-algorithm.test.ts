import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { loadAlgorithm } from '../lib/load-algorithm.js';
import { cleanup } from './helpers/cleanup.js';
import { temporaryFolder } from './helpers/folder.js';
import { refusal } from './helpers/refusal.js';

const onEnd = cleanup();

const METHODS = 'add() {}, remove() {}, loadChanged() {}, weightChanged() {}, pick() {}';

async function moduleOf(content: string, name = 'mine.mjs'): Promise<string> {
  const file = join(await temporaryFolder(onEnd), name);
  await writeFile(file, content);
  return file;
}

describe('an algorithm from a file', () => {
  it('has the name of the file without folder and extension, and knows where it is', async () => {
    const file = await moduleOf(`export default () => ({ ${METHODS} })`, 'shortest.queue.mjs');
    const algorithm = await loadAlgorithm(file);
    expect(algorithm.name).toBe('shortest.queue');
    expect(algorithm.source).toEqual({ path: file, given: file, name: 'shortest.queue' });
  });

  it('is found by a URL, too', async () => {
    const file = await moduleOf(`export default { ${METHODS} }`);
    for (const url of [pathToFileURL(file), pathToFileURL(file).href])
      expect((await loadAlgorithm(url)).source?.path).toBe(file);
  });

  it('may be CommonJS, also as it is made from an ES module', async () => {
    const plain = await moduleOf(`module.exports = () => ({ ${METHODS} });`, 'plain.cjs');
    const made = await moduleOf(
      `exports.__esModule = true; exports.default = () => ({ ${METHODS} });`,
      'made.cjs',
    );
    expect((await loadAlgorithm(plain)).name).toBe('plain');
    expect((await loadAlgorithm(made)).name).toBe('made');
  });

  it.each<[string, string, RegExp]>([
    [
      'throws',
      'throw new Error("boom")',
      /cannot be loaded \(Error: boom.*\): node .*mine\.mjs shows where$/,
    ],
    [
      'does not parse',
      'export default class {',
      /cannot be loaded \(SyntaxError: .*\): node .*mine\.mjs shows where$/,
    ],
    [
      'has no default export',
      'export const mine = 1',
      /has no default export: write export default before its class, or/,
    ],
    ['exports something else', 'export default 5', /exports 5 as its default: export a class, or a function/],
    [
      'lacks methods',
      'export default class { pick() {} }',
      /lacks add, remove, loadChanged, weightChanged: add them/,
    ],
  ])('is refused if it %s', async (_name, content, wrong) => {
    const file = await moduleOf(content);
    const error = await refusal(() => loadAlgorithm(file));
    expect(error).toMatchObject({ code: 'ERR_ALGORITHM', kind: 'usage' });
    expect(error.message).toContain(`algorithm '${file}' `);
    expect(error.message).toMatch(wrong);
  });

  it('is refused if it is not there, or a folder', async () => {
    const folder = await temporaryFolder(onEnd);
    await mkdir(join(folder, 'folder.js'));
    const missing = await refusal(() => loadAlgorithm(join(folder, 'missing.js')));
    expect(missing.message).toMatch(/cannot be read \(ENOENT: no such file or directory\): check the path$/);
    const none = await refusal(() => loadAlgorithm(join(folder, 'folder.js')));
    expect(none.message).toMatch(/folder\.js' is not a file: check the path$/);
    expect((await refusal(() => loadAlgorithm(5 as never))).code).toBe('ERR_OPTION_INVALID');
    expect((await refusal(() => loadAlgorithm('file://elsewhere/mine.js'))).code).toBe('ERR_ALGORITHM');
  });
});
