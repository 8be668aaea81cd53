import { describe, expect, it } from '@jest/globals';
import { balanceCommand } from '../../../lib/cli/commands/balance.js';
import { clientCommand } from '../../../lib/cli/commands/client.js';
import { problemsIn } from '../../../lib/cli/options/check-config.js';

/** `2:1 message`, one for each problem. */
async function problems(text: string, command = balanceCommand): Promise<string[]> {
  const found = await problemsIn('lb.yaml', text, () => Promise.resolve(command));
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

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
      "7:5 backends: unknown option 'wieght' (did you mean weight?): see a backend",
      "8:5 backends: host is missing in { name: 'B1' }: see a backend",
      "9:1 idle-timeout is { a: '1' }: write a string, a number or a list of them, or leave it out",
    ]);
  });

  it('are those of the syntax, all of them, and of keys that are there twice', async () => {
    expect(await problems('port: 1\nport: 2\n')).toEqual([
      expect.stringMatching(/^2:1 Map keys must be unique/),
    ]);
    expect(await problems('{"port": 1, "host": "a" "b"}\n')).toEqual([expect.stringMatching(/^1:\d+ /)]);
    expect((await problems('a: [1\nb: "x\n')).length).toBeGreaterThan(1);
    expect(await problems('- a\n')).toEqual([expect.stringMatching(/^1:1 .*holds no options/)]);
    expect(await problems('['.repeat(1000))).toEqual([
      expect.stringMatching(/^1:1 .*nested more than 64 deep/),
    ]);
  });

  it('are contradictions, too', async () => {
    expect(await problems('host: 127.0.0.1\nrecord-max: 5\ntrust: 10.0.0.0/8\n')).toEqual([
      '3:1 trust 10.0.0.0/8 without accept-proxy does nothing: give both, or leave it out',
      '2:1 record-max 5 without record does nothing: give both, or leave it out',
    ]);
    expect(await problems('backends: a:1,a:1\n')).toEqual([
      expect.stringMatching(/^1:1 duplicate backend a:1/),
    ]);
    expect(await problems('port: 1\naccept-proxy: true\n')).toEqual([
      expect.stringMatching(/^2:1 accept-proxy without trust/),
    ]);
    expect(await problems('rate: 5\n', clientCommand)).toEqual([
      '1:1 rate 5 without count or duration does nothing: add --count N or --duration T',
    ]);
  });
});
