import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { EVENT_NAMES } from '../../lib/admin/event-names.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { TestClient } from '../helpers/backends.js';

const onEnd = cleanup();

/** Words, the exit status, and what is said. */
type Row = readonly [words: string, status: number, said: string];

async function expectRows(desk: Desk, rows: readonly Row[]): Promise<void> {
  const answers = [];
  for (const [words] of rows) {
    const { status, stderr } = await desk.refused(...words.split(' '));
    answers.push([words, status, stderr.trimEnd()]);
  }
  expect(answers).toEqual(rows.map(([words, status, said]) => [words, status, `lbsim: ${said}`]));
}

describe('what lbsim ctl says', () => {
  it('when words are wrong, with status 2', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(1, onEnd));
    await expectRows(desk, [
      [
        'fault B1 latency',
        2,
        "the value of latency is missing: use one, as in 'lbsim ctl fault B1 latency 300ms', or off",
      ],
      ['fault B1 hang maybe', 2, "fault hang: 'maybe' is neither on nor off: use on or off"],
      [
        'fault B1 latncy 5s',
        2,
        "unknown fault 'latncy': use one of latency, jitter, bandwidth, refuse-ratio, fail-first, reset-after, close-after, hang, freeze, probe-only, direction (did you mean latency?)",
      ],
      ['weight B1 257', 2, 'weight 257 is out of range: use one from 1 to 256, +1, -1 or default'],
      ['weight B1 0', 2, 'weight 0 is out of range: use one from 1 to 256, +1, -1 or default'],
      ['weight B1', 2, 'N is missing; usage: lbsim ctl weight NAME N'],
      [
        'events --only failovr',
        2,
        "--only: unknown event 'failovr' (did you mean failover?): use names such as failover,failback, see docs/scripting.md",
      ],
    ]);
  });

  it('when it is refused, in the words of the command line, with status 1', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd), '--sticky-key', 'ip');
    const client = await TestClient.connect(await lb.port());
    onEnd(() => client.socket.destroy());
    await client.ask('x');
    const unknown = "unknown backend 'B9': use one of B1 (did you mean B1?)";
    await expectRows(desk, [
      ['connections --backend B9', 1, unknown],
      ['sessions --backend B9', 1, unknown],
      ['kill --backend B9', 1, unknown],
      ['forget --backend B9', 1, unknown],
      ['pin 192.0.2.7 B9', 1, unknown],
      ...['drain', 'ready', 'maint', 'remove', 'probe', 'backends'].map((word): Row => [
        `${word} B9`,
        1,
        unknown,
      ]),
      ['pin somebody B1', 1, "key 'somebody' is not one of a client: use an address such as 192.0.2.7"],
      ['kill 9-9', 1, "unknown connection '9-9': see 'lbsim ctl connections' for those that are open"],
      [
        'forget 192.0.2.7',
        1,
        "client '192.0.2.7' sticks to no backend: see 'lbsim ctl sessions' for those that do",
      ],
      [
        'remove B1',
        1,
        'B1 has 1 open connection: drain it by --drain 30s, or close its connections by --close',
      ],
    ]);
  });
});

describe('lbsim ctl --to', () => {
  it('takes the port of the admin API, and asks which where two have one port', async () => {
    const desk = await Desk.open(onEnd);
    const backends = await startBackends(1, onEnd);
    const lb = await desk.balance(backends, '--admin', '0');
    const { url } = await lb.event('admin_listening');
    expect(await desk.ctl('ping', '--to', new URL(String(url)).port)).toBe('ready\n');
    const port = await lb.port();
    await desk.start(
      'balance',
      '--host',
      '127.0.0.2',
      '--port',
      `${port}`,
      '--backends',
      backends[0]?.spec ?? '',
    );
    const { status, stderr } = await desk.refused('ping', '--to', `${port}`);
    expect(status).toBe(1);
    expect(stderr).toContain(`several are called '${port}': name one by --to 127.0.0.`);
    for (const host of ['127.0.0.1', '127.0.0.2']) {
      expect(stderr).toContain(`--to ${host}:${port}`);
      expect(await desk.ctl('ping', '--to', `${host}:${port}`)).toBe('ready\n');
    }
  });
});

describe('lbsim ctl --json', () => {
  it.each(['ps', 'backends', 'connections', 'sessions', 'why', 'events', 'config diff'])(
    'prints the list of %s as one object on one line',
    async (words) => {
      const desk = await Desk.open(onEnd);
      await desk.balance(await startBackends(1, onEnd), '--sticky-key', 'ip');
      const text = await desk.ctl(...words.split(' '), '--json');
      expect(text).toMatch(/^\{[^\n]*\}\n$/);
      expect(JSON.parse(text)).toHaveProperty('items', expect.any(Array));
    },
  );
});

test('the names of events are those that docs/scripting.md lists', () => {
  const page = readFileSync(new URL('../../docs/scripting.md', import.meta.url), 'utf8');
  const [, tables = ''] = /## Events of balance\n([^]*)\n## How connections end/.exec(page) ?? [];
  const rows = tables.split('\n').filter((line) => line.startsWith('| `'));
  const documented = rows.flatMap((row) => row.split('|')[1]?.match(/\w+/g) ?? []);
  expect(documented.filter((name) => !EVENT_NAMES.includes(name))).toEqual([]);
  // A balancer and a server have these in common, and no other is there twice.
  const twice = documented.filter((name, at) => documented.indexOf(name) < at);
  expect(twice).toEqual(['listening', 'connection_open', 'connection_close', 'stopped']);
});
