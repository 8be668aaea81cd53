import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { LBSIM, onTerminal, shellOnTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const PROMPT = /[#$] /;

describe('a balancer on a terminal', () => {
  WITH_TERMINALS.it(
    'prints its backends, their state and its connections, and what it can be asked for',
    async () => {
      const backends = (await startBackends(2, onEnd)).map(({ spec }) => spec);
      const dead = `B3=127.0.0.1:${await quietPort()}@5`;
      const shown = await onTerminal(`balance --port 0 --backends ${[...backends, dead].join(',')}`, {
        typed: [
          [' active: ', 'status\r'],
          ['algorithm auto', 'stauts\r'],
          ['did you mean status', 'status now\r'],
          ['takes no value', 'help\r'],
          ['prints this list', CTRL_C],
        ],
      });
      const rows = shown.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
      expect(rows).toContain('NAME STATE FOR WEIGHT OPEN OPENED P50 P99 FAIL PROBE ADDRESS');
      for (const nth of backends.keys())
        expect(rows).toContainEqual(expect.stringMatching(`^B${nth + 1} up \\d+s 1 0 0 - - 0 ok `));
      expect(rows).toContainEqual(expect.stringMatching(/^B3 down \d+s 5 0 0 - - 0 connection refus/));
      expect(rows).toContain('2 of 3 backends up; 0 open connections, 0 clients waiting; algorithm auto');
      expect(shown).toContain("unknown command 'stauts': use status, quit, help (did you mean status?)");
      expect(shown).toContain("status takes no value, but 'now' is given: use status");
      expect(shown).toMatch(
        /status {2}prints the backends, [^\n]*\nquit {4}stops the balancer, [^\n]*\nhelp {4}prints this list/,
      );
      expect(shown).toMatch(/ stopped\r\n$/);
    },
  );

  WITH_TERMINALS.it('is not stopped by its terminal while it is a job in the background', async () => {
    const [backend] = await startBackends(1, onEnd);
    const balance = `${process.execPath} ${LBSIM} balance --port 0 --backends ${backend?.spec}`;
    const shown = await shellOnTerminal('bash --norc --noprofile -i', {
      typed: [
        [PROMPT, `trap 'kill $(jobs -p)' EXIT HUP; ${balance}\r`],
        [' active: B1', 'status\r'],
        ['waiting; algorithm', CTRL_Z],
        ['Stopped', 'fg\r'],
        [/fg\s[^]*lbsim\.js balance/, 'status\r'],
        ['waiting; algorithm', CTRL_Z],
        ['Stopped', 'bg\r'],
        [/bg\s[^]*[#$] $/, 'echo one; jobs\r'],
        ['Running', 'echo two; jobs\r'],
        ['Running', 'kill %1\r'],
        [' stopped', `${balance} &\r`],
        [' active: B1', 'echo three; jobs\r'],
        ['Running', 'kill $!\r'],
        [' stopped', 'exit\r'],
      ],
    });
    expect(shown).not.toContain('tty input');
    expect(shown.split('1 of 1 backends up; 0 open connections')).toHaveLength(3);
  });
});

describe('a balancer that is told to quit', () => {
  WITH_TERMINALS.it('drains as at SIGTERM, and stops at once at a signal', async () => {
    const [backend] = await startBackends(1, onEnd);
    const port = await quietPort();
    const client = clientOf(port);
    const shown = await onTerminal(`balance --port ${port} --backends ${backend?.spec} --workers 1`, {
      typed: [
        ['→ B1', 'quit\r'],
        ['draining: ', CTRL_C],
      ],
    });
    expect(shown).toContain('waiting up to 10.0 s for 1 open connection');
    expect(shown).not.toContain(' stopped');
    (await client).socket.destroy();
  });
});

/** Connects and says something, as soon as somebody listens. */
async function clientOf(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port).catch(() => undefined);
  if (client === undefined) return clientOf(port);
  await client.ask('x');
  return client;
}

describe('a balancer whose standard input is no terminal', () => {
  it('does not read it, and goes on when it ends', async () => {
    const [backend] = await startBackends(1, onEnd);
    const lb = new Lbsim(['balance', '--port', '0', '--backends', backend?.spec ?? ''], { input: 'pipe' });
    onEnd(() => lb.kill());
    lb.child.stdin?.end('status\nnonsense\n');
    expect(await askOnce(await lb.port())).toContain('B1');
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.stdout).toBe('');
    expect(lb.all('bad_command')).toEqual([]);
  });
});

it('a balancer on all addresses says where other machines reach it, one on loopback does not', async () => {
  const backends = await startBackends(1, onEnd);
  const [open, local] = [startBalance(backends, onEnd, '--host', '0.0.0.0'), startBalance(backends, onEnd)];
  const [port] = [await open.port(), await local.port()];
  const { addresses } = await open.event('reachable_at');
  for (const address of addresses as string[]) {
    const host = address.replace(`:${port}`, '');
    expect(host).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(host).not.toMatch(/^127\./);
  }
  await local.kill('SIGTERM');
  expect(local.all('reachable_at')).toEqual([]);
});
