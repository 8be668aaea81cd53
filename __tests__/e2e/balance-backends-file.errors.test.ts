import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { replaceFile, standing } from '../helpers/discovered.js';
import { backendsFor, balanceFile, linesOf } from '../helpers/file-lab.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('a file of backends with errors', () => {
  it('changes nothing while it is half written, and says where it is wrong', async () => {
    const [b1, b2] = await backendsFor(onEnd, 2);
    const whole = JSON.stringify([b1, b2].map(({ name, port }) => ({ name, host: '127.0.0.1', port })));
    const { desk, lb, file } = await balanceFile(onEnd, linesOf(b1));
    await writeFile(file, whole.slice(0, -1));
    expect(await lb.event('discovery_failed')).toMatchObject({
      source: 'file',
      from: file,
      backendsCount: 1,
      errors: [{ line: 1, message: expect.stringContaining('neither YAML nor JSON') as unknown }],
    });
    await truncate(file);
    const empty = 'line 1, column 1: it is empty: write a backend a line, or [] for none';
    expect(await lb.event('discovery_failed', 2)).toMatchObject({ reason: empty });
    expect(await standing(desk)).toEqual(['B1 up file']);
    await writeFile(file, whole);
    await lb.event('discovery_recovered');
    expect(await lb.event('discovered', 2)).toMatchObject({ added: ['B2'], removed: [] });
  });

  it('tells all that is wrong with it', async () => {
    const [b1] = await backendsFor(onEnd, 1);
    const { lb, file } = await balanceFile(onEnd, linesOf(b1));
    await replaceFile(file, `${b1.spec}\nB2=nowhere\n  B1=127.0.0.1:1\nB3=127.0.0.1:70000\n`);
    const { errors, reason } = await lb.event('discovery_failed');
    expect(errors).toMatchObject([
      { line: 2, column: 1 },
      { line: 3, column: 3, message: 'duplicate backend B1: list each backend once' },
      { line: 4, column: 1 },
    ]);
    expect(reason).toContain("line 2, column 1: 'B2=nowhere' is not a backend");
    expect(reason).toContain('(and 2 more)');
  });

  it.each([
    [
      'missing',
      undefined,
      /^lbsim: backends file '.*' cannot be read \(ENOENT: no such file or directory\): check the path\n$/,
    ],
    [
      'wrong',
      'B1=127.0.0.1:1\nB1=127.0.0.1:2\n',
      /^lbsim: backends file '.*': line 2, column 1: duplicate backend B1: list each backend once\n$/,
    ],
    [
      'empty',
      '\n',
      /^lbsim: backends file '.*': line 1, column 1: it is empty: write a backend a line, or \[\] for none\n$/,
    ],
  ])('that is %s at the start is an error of the command line', async (_, content, message) => {
    const file = join(await temporaryFolder(onEnd), 'list');
    if (content !== undefined) await writeFile(file, content);
    const { status, stderr } = await runLbsim([
      'balance',
      '--port',
      '0',
      '--backends-file',
      file,
      '--admin',
      'off',
    ]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
