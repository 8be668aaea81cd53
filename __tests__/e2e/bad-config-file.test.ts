import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import { runLbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

describe('a bad config file', () => {
  it.each([
    [
      'an unknown key',
      'backends: a:1\nalgoritm: auto\n',
      /unknown key 'algoritm' in .*lb\.yaml \(did you mean algorithm\?\)/,
    ],
    ['a bad value', 'backends: a:1\nport: 70000\n', /port in .*lb\.yaml: '70000' is out of range/],
    [
      'a structure',
      'backends: { a: 1 }\n',
      /backends in .*lb\.yaml is .* a: '1' .*: write a string, a number or a list/,
    ],
    ['no options', '- a\n- b\n', /holds no options/],
    ['no YAML', 'backends: [a:1\n', /it is neither YAML nor JSON \(.*\): fix the syntax/],
    ['a key twice', 'port: 1\nport: 2\n', /it cannot be used \(key 'port' is given twice\): change that/],
    [
      'nothing in a list',
      'backends: [a:1, null]\n',
      /item 2 of backends in .*lb\.yaml is null: write a string/,
    ],
  ])('with %s is refused', async (_what, content, line) => {
    const file = join(await temporaryFolder(onEnd), 'lb.yaml');
    await writeFile(file, content);
    const result = await runLbsim(['balance', '--config', file]);
    expect(result.stderr).toMatch(line);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(2);
  });
});
