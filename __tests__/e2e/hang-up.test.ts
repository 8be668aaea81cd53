import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { askOnce, TestBackend, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';
import type { LogRecord } from '../helpers/lbsim.js';
import { gone, signalAll } from '../helpers/processes.js';
import { LBSIM, shellOnTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();
/**
 * A shell whose terminal is closed sees the end of its input or SIGHUP, whichever comes first; only a login shell with huponexit
 * sends SIGHUP on to its jobs in both cases.
 */
const SHELL = 'exec bash --norc --noprofile -O huponexit -l -i';
const PROMPT = /[#$] /;

/** A balancer to be run on a terminal, which logs to a file as well: a terminal that is gone shows nothing. */
class OnTerminal {
  /** For a shell. */
  readonly command: string;
  readonly #folder: string;

  private constructor(backend: TestBackend, folder: string) {
    this.#folder = folder;
    const balance = `${process.execPath} ${LBSIM} balance --port 0 --backends ${backend.spec} --log-format json`;
    this.command = `sh -c 'echo $$ > ${folder}/pid; exec ${balance} --log-file ${folder}/log'`;
  }

  /** It is killed when the test ends. */
  static async prepare(): Promise<OnTerminal> {
    const backend = await TestBackend.start('B1');
    onEnd(() => backend.stop());
    const balancer = new OnTerminal(backend, await temporaryFolder(onEnd));
    onEnd(async () => signalAll([await balancer.pid()], 'SIGKILL'));
    return balancer;
  }

  async pid(): Promise<number> {
    return Number(await readFile(join(this.#folder, 'pid'), 'utf8'));
  }

  /** The first record of an event, as soon as the log has it. */
  async event(event: string): Promise<LogRecord> {
    for (;;) {
      const record = (await this.#records()).find((each) => each.event === event);
      if (record !== undefined) return record;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async events(): Promise<string[]> {
    return (await this.#records()).map(({ event }) => event);
  }

  async #records(): Promise<LogRecord[]> {
    const text = await readFile(join(this.#folder, 'log'), 'utf8').catch(() => '');
    const lines = text.split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LogRecord);
  }
}

/** What is run on the terminal, and what is typed there. */
type How = (command: string) => readonly [command: string, ...typed: string[]];

const WAYS: readonly (readonly [string, How])[] = [
  ['alone on it', (command) => [`exec ${command}`]],
  ['in the foreground of a shell', (command) => [SHELL, command]],
  ['in the background of a shell', (command) => [SHELL, `${command} &`]],
  ['that shows nothing there', (command) => [SHELL, `${command} > /dev/null 2>&1`]],
];

describe.each(WAYS)('a balancer %s', (_where, how) => {
  WITH_TERMINALS.it('stops as at SIGTERM when its terminal is closed', async () => {
    const balancer = await OnTerminal.prepare();
    const client = balancer.event('listening').then(({ port }) => TestClient.connect(Number(port)));
    await closedWith(
      balancer,
      how,
      client.then((connected) => connected.ask('x')),
    );
    await balancer.event('drain_started');
    const { socket } = await client;
    expect(await (await client).ask('y')).toContain('y');
    socket.destroy();
    await balancer.event('stopped');
    expect(await balancer.events()).toContain('terminal_lost');
    await gone(await balancer.pid());
  });
});

WITH_TERMINALS.it('a balancer under nohup goes on when its terminal is closed', async () => {
  const balancer = await OnTerminal.prepare();
  const listening = balancer.event('listening');
  await closedWith(balancer, (command) => [SHELL, `nohup ${command} > /dev/null 2>&1 &`], listening);
  await balancer.event('reload_unsupported');
  expect(await askOnce(Number((await listening).port))).toContain('B1');
  expect(await balancer.events()).not.toContain('terminal_lost');
});

WITH_TERMINALS.it('SIGHUP from elsewhere does not stop a balancer on a terminal', async () => {
  const balancer = await OnTerminal.prepare();
  const shown = await shellOnTerminal(SHELL, {
    typed: [
      [PROMPT, `${balancer.command} &\r`],
      ['"event":"listening"', 'kill -HUP $!\r'],
      ['reload_unsupported', 'kill -HUP $!\r'],
      ['reload_unsupported', 'kill $!\r'],
      ['"event":"stopped"', 'exit\r'],
    ],
  });
  expect(shown).not.toContain('terminal_lost');
});

/** Runs it on a terminal whose window is closed when something has happened. */
async function closedWith(balancer: OnTerminal, how: How, closing: Promise<unknown>): Promise<void> {
  const [command, ...lines] = how(balancer.command);
  await shellOnTerminal(command, { typed: lines.map((line) => [PROMPT, `${line}\r`]), closing });
}
