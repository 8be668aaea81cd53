import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { balanceCommand } from '../../../lib/cli/commands/balance.js';
import { saveConfig } from '../../../lib/cli/save-config/save-config.js';
import { cleanup } from '../../helpers/cleanup.js';
import { temporaryFolder } from '../../helpers/folder.js';
import { saved } from './saved.js';

const onEnd = cleanup();

const ADDRESSES = ['B1=127.0.0.1:8881', 'B2=127.0.0.1:8882', 'B3=127.0.0.1:8883'];
const SETTINGS = {
  port: 0,
  algorithm: 'round-robin',
  'queue-timeout': '5s',
  'connect-timeout': '5s',
  deny: ['10.0.0.1/32', '10.0.0.2/32'],
  backends: ADDRESSES,
};

const YAML = `# mine
port:    0     # any
"algorithm": 'round-robin'   # in quotes

queue-timeout: &t 5s
connect-timeout: *t
deny: [ 10.0.0.1/32,   10.0.0.2/32 ]   # bad ones
backends:   # ours
  - B1=127.0.0.1:8881    # one
  # between
  - {name: B2, host: 127.0.0.1,   port: 8882}
  - name: B3   # three
    host: 127.0.0.1
    port: 8883
  # last
# queue-max: 1000
`;

const JSON_FILE = `{
  "$schema": "balance.json",
  "port":  0,
  "backends": [
    "B1=127.0.0.1:8881",
    { "name": "B2", "host": "127.0.0.1", "port": 8882 }
  ],
  "queue-max": 3
}
`;

const SHOWN = 'redis://lb:***@127.0.0.1:6379/0?lab=course';

describe('saving what is shown without its password', () => {
  it.each([
    ['to a file that has it', `cluster: ${SHOWN.replace('***', 'secret')} # ours\nqueue-max: 3\n`],
    ['to one of JSON that has it', `{ "cluster": "${SHOWN.replace('***', 'secret')}" ,\n"queue-max": 3}\n`],
  ])('changes nothing of it, %s', async (_, before) => {
    const folder = await temporaryFolder(onEnd);
    expect(await saved(folder, before, { cluster: SHOWN, 'queue-max': 3 })).toBe(before);
  });

  it.each([
    ['another', `cluster: ${SHOWN.replace('***', 'secret').replace('course', 'other')}\nqueue-max: 3\n`],
    ['none', 'queue-max: 3\n'],
  ])('leaves it out where the file has %s, and says so', async (_, before) => {
    const folder = await temporaryFolder(onEnd);
    const path = join(folder, 'lb.yaml');
    await writeFile(path, before);
    const settings = { cluster: SHOWN, 'queue-max': 3 };
    expect(await saveConfig(path, settings, balanceCommand.options)).toEqual(['cluster']);
    expect(await readFile(path, 'utf8')).toBe('queue-max: 3\n');
    await writeFile(path, '');
    const socket = { cluster: 'unix:/run/redis?lab=x&password=***' };
    expect(await saveConfig(path, socket, balanceCommand.options)).toEqual(['cluster']);
    expect(await readFile(path, 'utf8')).not.toContain('***');
  });

  it('has an address without a password as it is', async () => {
    const folder = await temporaryFolder(onEnd);
    expect(await saved(folder, undefined, { cluster: 'redis://h/0?lab=x' })).toBe(
      'cluster: redis://h/0?lab=x\n',
    );
  });
});

describe('saving a configuration to a file that there is', () => {
  it.each([
    ['of YAML', YAML, SETTINGS],
    ['of YAML with the line ends of Windows', YAML.replaceAll('\n', '\r\n'), SETTINGS],
    ['of JSON', JSON_FILE, { port: 0, backends: ADDRESSES.slice(0, 2), 'queue-max': 3 }],
    [
      'whose backends are one text',
      `port: 0\nbackends: ${ADDRESSES.join(',  ')}\n`,
      { port: 0, backends: ADDRESSES },
    ],
    [
      'with backups among the backends',
      'backends:\n- {dns: app.lan, port: 80, backup: true}\n- {host: h, port: 1, backup: true}',
      { backends: ['dns:app.lan:80'], backup: ['h:1'] },
    ],
  ])('changes nothing in one %s that says the same', async (_what, text, settings) => {
    expect(await saved(await temporaryFolder(onEnd), text, settings)).toBe(text);
  });

  it('changes the lines that differ, and no other', async () => {
    const after = await saved(await temporaryFolder(onEnd), YAML, {
      ...SETTINGS,
      algorithm: 'random',
      'queue-timeout': '7s',
      'queue-max': 3,
      deny: ['10.0.0.2/32', '10.0.0.3/32'],
      backends: [...ADDRESSES.map((address, index) => `${address}@${index + 2}`), 'B4=127.0.0.1:8884'],
    });
    expect(after).toBe(`# mine
port:    0     # any
"algorithm": 'random'   # in quotes

queue-timeout: &t 7s
connect-timeout: 5s
deny: [ 10.0.0.2/32, 10.0.0.3/32 ]   # bad ones
backends:   # ours
  - B1=127.0.0.1:8881@2    # one
  # between
  - {name: B2, host: 127.0.0.1,   port: 8882, weight: 3}
  - name: B3   # three
    host: 127.0.0.1
    port: 8883
    weight: 4
  - B4=127.0.0.1:8884
  # last
# queue-max: 1000
queue-max: 3
`);
  });

  it('takes out what is no longer there, and writes defaults where the file has something else', async () => {
    const { deny, ...others } = SETTINGS;
    expect(deny).toHaveLength(2);
    const after = await saved(await temporaryFolder(onEnd), YAML, {
      ...others,
      backends: ADDRESSES.slice(2),
      backup: ADDRESSES.slice(0, 1),
    });
    const gone = ['B1=', '{name: B2'];
    const stays = YAML.split('\n').filter((line) => !gone.some((part) => line.includes(part)));
    expect(after).toBe(
      `${stays.join('\n').replace('[ 10.0.0.1/32,   10.0.0.2/32 ]', 'none')}backup:\n  - ${ADDRESSES[0]}\n`,
    );
  });

  it('keeps JSON what it is', async () => {
    const settings = { port: 0, algorithm: 'random', backends: [`${ADDRESSES[0]}@3`, ...ADDRESSES.slice(1)] };
    const after = await saved(await temporaryFolder(onEnd), JSON_FILE, settings, 'lb.json');
    expect(after).toBe(
      JSON_FILE.replace('8881"', '8881@3"')
        .replace('8882 }', `8882 },\n    "${ADDRESSES[2]}"`)
        .replace('"queue-max": 3', '"queue-max": 1000,\n  "algorithm": "random"'),
    );
  });

  it.each([
    [
      'a text of several',
      'backends: B1=127.0.0.1:8881, B2=127.0.0.1:8882 # c',
      'backends: "B1=127.0.0.1:8881,B2=127.0.0.1:8882@4" # c',
    ],
    [
      'several in an item',
      '"backends":\n- B1=127.0.0.1:8881,B2=127.0.0.1:8882\n- B3=127.0.0.1:8883\n',
      '"backends":\n- "B1=127.0.0.1:8881,B2=127.0.0.1:8882@4"\n',
    ],
    [
      'a list in brackets',
      'backends: [B1=127.0.0.1:8881 # x\n  ]\n',
      'backends: [B1=127.0.0.1:8881, # x\n           B2=127.0.0.1:8882@4\n  ]\n',
    ],
    [
      'a list that a name stands for',
      'backup: &b [B3=127.0.0.1:8883]\nbackends: *b\n',
      'backends: [B1=127.0.0.1:8881, B2=127.0.0.1:8882@4]\n',
    ],
    [
      'a value that is wrong',
      'backends: [8881]\nport: abc',
      'backends: [B1=127.0.0.1:8881, B2=127.0.0.1:8882@4]\nport: 8080',
    ],
    [
      'texts of several lines',
      'port: |\n  0\n\nbackends: >-\n  B1=127.0.0.1:8881,\n  B2=127.0.0.1:8882@4\n',
      'port: 8080\n\nbackends: >-\n  B1=127.0.0.1:8881,\n  B2=127.0.0.1:8882@4\n',
    ],
    [
      'the marks of a document',
      '---\n? port\n: 0\n...\n# end',
      '---\n? port\n: 8080\nbackends:\n  - B1=127.0.0.1:8881\n  - B2=127.0.0.1:8882@4\n...\n# end',
    ],
    [
      'nothing but a comment',
      '# mine',
      '# mine\nbackends:\n  - B1=127.0.0.1:8881\n  - B2=127.0.0.1:8882@4\n',
    ],
  ])('finds its way in %s', async (_what, before, after) => {
    const settings = { backends: ['B1=127.0.0.1:8881', 'B2=127.0.0.1:8882@4'] };
    expect(await saved(await temporaryFolder(onEnd), before, settings)).toBe(after);
  });

  it.each([
    ['port: [', /is not YAML \(.*\): save to another file$/],
    ['port: 1\n---\nport: 2\n', /is not YAML \(.*multiple documents.*\): save to another file$/],
    ['- port\n', /cannot be changed in its form \(.*\): save to another file$/],
  ])('leaves %j as it is', async (before, message) => {
    const folder = await temporaryFolder(onEnd);
    await expect(saved(folder, before, { backends: ADDRESSES })).rejects.toMatchObject({
      code: 'ERR_CONFIG_FILE',
      message: expect.stringMatching(message),
    });
  });

  it('makes a file that is not there', async () => {
    const folder = await temporaryFolder(onEnd);
    const settings = { port: 0, backends: ['h:1'] };
    expect(await saved(folder, undefined, settings)).toBe('port: 0\nbackends:\n  - h:1\n');
    expect(await saved(folder, undefined, settings, 'lb.json')).toBe(
      '{\n  "port": 0,\n  "backends": [\n    "h:1"\n  ]\n}\n',
    );
  });
});
