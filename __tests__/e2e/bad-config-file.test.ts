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
      /lb\.yaml:2:1: unknown key 'algoritm' \(did you mean algorithm\?\)/,
    ],
    ['a bad value', 'backends: a:1\nport: 70000\n', /lb\.yaml:2:1: port: '70000' is out of range/],
    [
      'a structure',
      'backends: { a: 1 }\n',
      /lb\.yaml:1:1: backends is \{"a":"1"\}: write a string, a number or a list/,
    ],
    ['no options', '- a\n- b\n', /holds no options/],
    ['no YAML', 'backends: [a:1\n', /lb\.yaml:2:1: it is neither YAML nor JSON \(.*\): fix the syntax/],
    ['a key twice', 'port: 1\nport: 2\n', /lb\.yaml:2:1: key 'port' is given twice: leave one out/],
    [
      'nothing in a list',
      'backends: [a:1, null]\n',
      /lb\.yaml:1:17: item 2 of backends is null: write a string/,
    ],
    [
      'a list for one value',
      'port: [8080, 0]\n',
      /lb\.yaml:1:1: port is the list \["8080","0"\]: write one value/,
    ],
    ['an empty list', 'backends: a:1\nallow: []\n', /lb\.yaml:2:1: allow is an empty list: write its items/],
    [
      'a bad object',
      'backends:\n  - { host: a, port: 0 }\n',
      /lb\.yaml:2:5: backends: backend 'a': port '0'/,
    ],
  ])('with %s is refused', async (_what, content, line) => {
    const file = join(await temporaryFolder(onEnd), 'lb.yaml');
    await writeFile(file, content);
    const result = await runLbsim(['balance', '--config', file]);
    expect(result.stderr).toMatch(line);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.stderr).toContain(`; see all errors with 'lbsim config check ${file}'`);
    expect(result.status).toBe(2);
  });
});
