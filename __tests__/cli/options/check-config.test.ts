import { describe, expect, it } from '@jest/globals';
import { compareCommand } from '../../../lib/cli/commands/compare.js';
import { simulateCommand } from '../../../lib/cli/commands/simulate.js';
import { clientCommand } from '../../../lib/cli/commands/client.js';
import { COMMANDS } from '../../../lib/cli/commands/index.js';
import { checkFor } from '../../../lib/cli/options/check-config.js';
import { parseConfig } from '../../../lib/cli/options/config-file.js';
import { problems } from './problems.js';

describe('the problems in a config file', () => {
  it('are none where there are none, with objects as backends and a schema', async () => {
    const file = {
      $schema: 'balance.schema.json',
      backends: [
        { name: 'B1', host: '::1', port: 8881, weight: 3 },
        'localhost:8882',
        { host: 'a', port: 1, backup: true },
      ],
      'rate-limit': 'off',
      reroute: true,
      'max-per-backend': 5,
    };
    expect(await problems(JSON.stringify(file))).toEqual([]);
    expect(await problems('')).toEqual([]);
  });

  it('are all told, each with its place', async () => {
    const text = `algoritm: auto
port: 70000
backends:
  - localhost:8881
  - { host: a, port: 0 }
  - nowhere
  - { host: a, port: 1, wieght: 2 }
  - { name: B1 }
idle-timeout: { a: 1 }
`;
    expect(await problems(text)).toEqual([
      "1:1 unknown key 'algoritm' (did you mean algorithm?): use the options of the command",
      "2:1 port: '70000' is out of range: use a number from 0 to 65535",
      "5:5 backends: backend 'a': port '0' is out of range: use a number from 1 to 65535",
      "6:5 backends: 'nowhere' is not a backend: use [name=]host:port[@weight], such as 127.0.0.1:8881 or B1=[::1]:8881@3",
      "7:5 backends: backend 'a': unknown key 'wieght' (did you mean weight?): use host, port, name, weight, backup",
      "8:5 backends: backend 'B1': host is missing: give it one",
      "8:5 backends: backend 'B1': port is missing: give it one",
      '9:1 idle-timeout is {"a":"1"}: write a string or a number, or leave it out',
    ]);
  });

  it('are all those of one object, of one text and of a list', async () => {
    const text = `backends:
  - 127.0.0.1:8881@300
  - { host: 127.0.0.1, port: 0x10, weight: 900 }
  -
  - [a:1]
  - a:0,b:99999
port: [8080, 0]
`;
    expect(await problems(text)).toEqual([
      "2:5 backends: backend '127.0.0.1:8881@300': weight '300' is out of range: use a number from 1 to 256",
      "3:5 backends: backend '127.0.0.1': port '0x10' is not a whole number: use a number from 1 to 65535",
      "3:5 backends: backend '127.0.0.1': weight '900' is out of range: use a number from 1 to 256",
      '4:4 item 3 of backends is null: write a string or a number, or leave it out',
      '5:5 item 4 of backends is ["a:1"]: write a string or a number, or leave it out',
      "6:5 backends: backend 'a:0': port '0' is out of range: use a number from 1 to 65535",
      "6:5 backends: backend 'b:99999': port '99999' is out of range: use a number from 1 to 65535",
      '7:1 port is the list ["8080","0"]: write one value',
    ]);
  });

  it('are told without the password of a store', async () => {
    const long = 's3cret'.repeat(20);
    const wrong = [
      'redis://u:s3/cret@h',
      '[redis://u:s3cret@h, redis:u:s3cret@h]',
      `{ url: redis://u:${long}@h }`,
    ];
    for (const value of wrong) {
      const [problem, ...others] = await problems(`cluster: ${value}\nbackends: a:1\n`);
      expect(problem).toMatch(/^1:1 cluster(:| is) .*redis:\/*\*{3}/);
      expect(problem).not.toMatch(/s3|cret@/);
      expect(others).toEqual([]);
    }
  });

  it('are those of the syntax, all of them, in the words of lbsim', async () => {
    expect(await problems('{"port": 1, "host": "a" "b"}\n')).toEqual([
      expect.stringMatching(/^1:25 it is neither YAML nor JSON \(unexpected .*\): fix the syntax$/),
    ]);
    expect(await problems('a: [1\nb: "x\n')).toEqual([
      expect.stringMatching(/^2:1 it is neither YAML nor JSON \(flow sequence .*/),
      expect.stringMatching(/^3:1 it is neither YAML nor JSON \(missing closing .*/),
    ]);
    expect(await problems('- a\n')).toEqual([expect.stringMatching(/^1:1 .*holds no options/)]);
    expect(await problems('a: 1\n---\nb: 2\n')).toEqual([
      '2:1 a second document begins here: write one document',
    ]);
    expect(await problems('['.repeat(1000))).toEqual([
      expect.stringMatching(/^1:\d+ .*nested more than 64 deep/),
    ]);
  });

  it('are keys that are there twice, and all else', async () => {
    expect(await problems('{"port": 99999, "queue-max": -1, "host": "a", "host": "b"}')).toEqual([
      "1:2 port: '99999' is out of range: use a number from 0 to 65535",
      "1:17 queue-max: '-1' is out of range: use a whole number from 0 up",
      "1:47 key 'host' is given twice: leave one out",
    ]);
  });

  it('are contradictions, each at the item with which it begins', async () => {
    expect(await problems('host: 127.0.0.1\nrecord-max: 5\ntrust: 10.0.0.0/8\n')).toEqual([
      '2:1 record-max 5 without record does nothing: give both, or leave it out',
      '3:1 trust 10.0.0.0/8 without accept-proxy does nothing: give both, or leave it out',
    ]);
    expect(await problems('backends: [a:1, b:1, a:1]\nbackup: [b:1]\ntrust: 10.0.0.0/8\n')).toEqual([
      expect.stringMatching(/^1:22 duplicate backend a:1/),
      expect.stringMatching(/^2:10 backup b:1 is one of the backends already/),
      expect.stringMatching(/^3:1 trust /),
    ]);
    expect(await problems('port: 1\naccept-proxy: true\n')).toEqual([
      expect.stringMatching(/^2:1 accept-proxy without trust/),
    ]);
    expect(await problems('rate: 5\n', clientCommand)).toEqual([
      '1:1 rate 5 without count or duration does nothing: add --count N or --duration T',
    ]);
    expect(await problems('algorithms: [ring, rr, round-robin]\n', compareCommand)).toEqual([
      "1:24 algorithms: 'round-robin' is named twice: use each algorithm once",
    ]);
    expect(await problems('clients: 5\nload: 0.5\n', simulateCommand)).toEqual([
      expect.stringMatching(/^2:1 load 0.5 with clients 5 does nothing/),
    ]);
  });

  it.each<[string, readonly string[]]>([
    [
      'classes: [a:1:1, b:0:1]\n',
      [
        "1:18 classes: class 'b:0:1': share '0' is not a number above 0: use a number that counts relative to the other classes, such as 9 or 0.5",
      ],
    ],
    [
      'classes: [a:1:1, a:1:1]\n',
      ["1:18 classes has 'a' twice: give each class a name of its own, as in read:9:1,write:1:10"],
    ],
    [
      'classes: [a:1:1, b:1:1, a:1:1, b:2:2]\n',
      [
        "1:25 classes has 'a' twice: give each class a name of its own, as in read:9:1,write:1:10",
        "1:32 classes has 'b' twice: give each class a name of its own, as in read:9:1,write:1:10",
      ],
    ],
    [
      'weights: [1, x, 3]\nbackends: 3\n',
      ["1:14 weights: 'x' is not a whole number: use a number from 1 to 256"],
    ],
    [
      'backends: 2\nweights: [1, 2, 3, 4]\n',
      ['2:20 4 weights for 2 backends: give one for each, such as 1,1'],
    ],
    [
      'weights: [1, 2, 3, 4]\nbackends: 2\n',
      ['2:1 4 weights for 2 backends: give one for each, such as 1,1'],
    ],
    ['weights: [1, 2]\nbackends: 2\n', []],
  ])('are of a list as a whole only if all its items can be read, and once: %j', async (text, wanted) => {
    expect(await problems(text, simulateCommand)).toEqual(wanted);
  });

  it('are all those of single items of a list, be they several', async () => {
    expect(await problems('backends: [a:1, b:1, a:1, b:1, c:1]\nbackup: [c:1, d:1, b:1]\n')).toEqual([
      expect.stringMatching(/^1:22 duplicate backend a:1/),
      expect.stringMatching(/^1:27 duplicate backend b:1/),
      expect.stringMatching(/^2:10 backup c:1 is one of the backends already/),
      expect.stringMatching(/^2:20 backup b:1 is one of the backends already/),
    ]);
  });

  it('do not come of what another problem has left without a value', async () => {
    expect(await problems('accept-proxy: true\ntrust: nonsense\n')).toEqual([
      expect.stringMatching(/^2:1 trust: 'nonsense' is not a network/),
    ]);
    expect(await problems('accept-proxy: perhaps\ntrust: 10.0.0.0/8\n')).toEqual([
      expect.stringMatching(/^1:1 accept-proxy: 'perhaps' is neither on nor off/),
    ]);
  });
});

describe('what refuses the start of a command', () => {
  it.each<[string, string, RegExp]>([
    [
      'balance',
      'record: x.log\nlog-file: ./x.log\n',
      /^record 'x.log' and log-file '.\/x.log' are the same file/,
    ],
    ['balance', 'admin: 0.0.0.0:9900\n', /^the admin API on 0.0.0.0 could be reached by other machines/],
    ['balance', 'admin: 9900\nadmin-token-file: /nowhere/t\n', /^token file '\/nowhere\/t' cannot be read/],
    ['balance', 'backends-file: /nowhere/b\n', /^backends file '\/nowhere\/b' cannot be read/],
    [
      'balance',
      'host: "::"\nport: 9000\nbackends: "[::1]:9000"\n',
      /^backend \[::1\]:9000 .*is this balancer itself/,
    ],
    ['server', 'name: ""\n', /^name "" is blank/],
    ['server', 'mode: echo\nto: 127.0.0.1:1\n', /^to 127.0.0.1:1 with mode echo does nothing/],
    ['server', 'admin: "[::]:9900"\n', /^the admin API on :: could be reached by other machines/],
  ])('is found in the file of lbsim %s: %j', async (name, text, message) => {
    const commands = COMMANDS.filter((command) => command.name === name);
    const { problems: found } = await checkFor(commands, await parseConfig(text));
    expect(found.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['balance', 'watch: true\nbackends: localhost:1\n'],
    ['server', 'mode: forward\n'],
  ])('is none of what may be on the command line of lbsim %s: %j', async (name, text) => {
    const commands = COMMANDS.filter((command) => command.name === name);
    expect((await checkFor(commands, await parseConfig(text))).problems).toEqual([]);
  });
});
