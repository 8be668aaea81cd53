import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { refuseSharedFiles } from '../../../lib/cli/options/shared-files.js';
import { algorithmList } from '../../../lib/control/algorithm-kind.js';
import { fileInTrace } from '../../../lib/recording/trace-file.js';
import { optional, type Values } from '../../../lib/schema/option.js';
import { filePath, text } from '../../../lib/schema/word.js';
import { cleanup } from '../../helpers/cleanup.js';

const onEnd = cleanup();
const TABLE = {
  record: optional(filePath('written'), 'x'),
  'log-file': optional(filePath('written'), 'x'),
  config: optional({ ...text, file: 'read' as const }, 'x'),
  scenario: optional({ ...text, file: 'read' as const }, 'x'),
  name: optional(text, 'x'),
  algorithm: optional({ ...text, file: 'module' as const }, 'x'),
  algorithms: optional(algorithmList, 'x'),
  arrivals: optional({ ...text, fileIn: fileInTrace }, 'x'),
};
const NONE = {
  record: undefined,
  'log-file': undefined,
  config: undefined,
  scenario: undefined,
  name: undefined,
  algorithm: undefined,
  algorithms: undefined,
  arrivals: undefined,
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lbsim-'));
  const here = folder;
  onEnd(() => rm(here, { recursive: true }));
});

const given = (files: Partial<Values<typeof TABLE>>) => () => refuseSharedFiles(TABLE, { ...NONE, ...files });

describe('two options of one file', () => {
  it('are refused by the same path, absolute or relative, whether it is there or not', async () => {
    const path = join(folder, 'run');
    for (const other of [path, relative('.', path), `${folder}/./x/../run`])
      expect(given({ record: path, 'log-file': other })).toThrow(
        `--record '${path}' and --log-file '${other}' are the same file: use two files`,
      );
    await writeFile(path, '');
    expect(given({ record: path, 'log-file': relative('.', path) })).toThrow('are the same file');
  });

  it('are refused when one is the module of an algorithm, not its name', async () => {
    const path = join(folder, 'mine.js');
    await writeFile(path, '');
    expect(given({ algorithm: path, record: path })).toThrow(
      `--record '${path}' and --algorithm '${path}' are the same file: use two files`,
    );
    expect(given({ algorithm: 'random', record: 'random' })).not.toThrow();
    expect(given({ algorithms: ['random', path], record: path })).toThrow(
      `--algorithms '${path}' are the same file`,
    );
    expect(given({ algorithms: ['random', 'auto'], record: 'random' })).not.toThrow();
  });

  it('are refused when one is a file within a word', () => {
    const path = join(folder, 'trace');
    expect(given({ record: path, arrivals: `trace:${path}` })).toThrow(
      `--record '${path}' and --arrivals '${path}' are the same file: use two files`,
    );
    expect(given({ record: 'poisson', arrivals: 'poisson' })).not.toThrow();
  });

  it('are refused by symbolic links, also to what is not there yet, and by hard links', async () => {
    const path = join(folder, 'run');
    await symlink('run', join(folder, 'link'));
    await symlink('link', join(folder, 'link2'));
    await mkdir(join(folder, 'sub'));
    await symlink(folder, join(folder, 'sub', 'up'));
    for (const other of ['link', 'link2', 'sub/up/run', 'sub/up/link2'])
      expect(given({ record: path, 'log-file': join(folder, other) })).toThrow('are the same file');
    await writeFile(path, '');
    await link(path, join(folder, 'hard'));
    for (const other of ['link', 'link2', 'sub/up/run', 'hard'])
      expect(given({ record: path, 'log-file': join(folder, other) })).toThrow('are the same file');
  });

  it('are refused when one is read and the other written, and taken when both are read', async () => {
    const path = join(folder, 'lb.yaml');
    await writeFile(path, '');
    expect(given({ config: path, record: path })).toThrow('are the same file');
    expect(given({ config: path, scenario: path })).not.toThrow();
  });

  it('are taken when they are two files, or none, or /dev/null', () => {
    expect(given({ record: join(folder, 'a'), 'log-file': join(folder, 'b') })).not.toThrow();
    expect(given({ record: join(folder, 'a'), name: join(folder, 'a') })).not.toThrow();
    expect(given({ record: '/dev/null', 'log-file': '/dev/null' })).not.toThrow();
    expect(given({})).not.toThrow();
  });

  it('do not go round in a circle of links', async () => {
    await symlink('b', join(folder, 'a'));
    await symlink('a', join(folder, 'b'));
    expect(given({ record: join(folder, 'a'), 'log-file': join(folder, 'x') })).not.toThrow();
  });
});
