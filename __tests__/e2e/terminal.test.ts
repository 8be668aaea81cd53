import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { runLbsim } from '../helpers/lbsim.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';
import { LBSIM, onTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();

/** What a backend must not be able to say to a terminal: its title, in both ways to write it. */
const ATTACK = '\u001b]0;pwned\u0007\u009d0;pwned\u009c';
const ESCAPED = '\\u001b]0;pwned\\u0007\\u009d0;pwned\\u009c';

async function hostileServer(): Promise<string> {
  const { server, port } = await listenOnLoopback((socket) => {
    socket.on('data', () => socket.write(`${ATTACK}\n`)).on('end', () => socket.end());
    onEnd(() => socket.destroy());
  });
  onEnd(() => server.close());
  return String(port);
}

describe('what a backend sends to a terminal is escaped', () => {
  WITH_TERMINALS.it('with --message', async () => {
    const shown = await onTerminal(`client --port ${await hostileServer()} --message x`);
    expect(shown).toContain(ESCAPED);
    expect(shown).not.toContain('\u001b]');
  });

  WITH_TERMINALS.it('in an interactive session', async () => {
    const shown = await onTerminal(`client --port ${await hostileServer()}`, {
      typed: [
        ['connected to', 'x\r'],
        [ESCAPED, '/quit\r'],
      ],
    });
    expect(shown).toContain(ESCAPED);
    expect(shown).not.toContain('\u001b]');
  });

  WITH_TERMINALS.it('from a pipe', async () => {
    const shown = await onTerminal(`client --port ${await hostileServer()} < ${LBSIM}`);
    expect(shown).toContain(ESCAPED);
    expect(shown).not.toContain('\u001b]');
  });

  it('but not what goes into a pipe', async () => {
    const args = ['client', '--port', await hostileServer()];
    expect((await runLbsim(args, { input: 'x\n' })).stdout).toContain(ATTACK);
    expect((await runLbsim([...args, '--message', 'x'])).stdout).toContain(ATTACK);
  });
});

describe('colour on a terminal', () => {
  const SPINNER = '\u001b[36m⠋\u001b[39m';
  const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`);

  WITH_TERMINALS.it('is there, in the spinner too', async () => {
    const { server, port } = await listenOnLoopback((socket) => void setTimeout(() => socket.end(), 300));
    onEnd(() => server.close());
    const shown = await onTerminal(`client --port ${port} --count 1`, { env: { LBSIM_LOG_LEVEL: 'error' } });
    expect(shown).toContain(SPINNER);
  });

  WITH_TERMINALS.it.each([
    ['NO_COLOR=1', { NO_COLOR: '1' }, ''],
    ['--no-color', {}, ' --no-color'],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, ''],
  ])('is nowhere with %s', async (_name, env, option) => {
    const { server, port } = await listenOnLoopback((socket) => void setTimeout(() => socket.end(), 300));
    onEnd(() => server.close());
    const load = await onTerminal(`client --port ${port} --count 1${option}`, { env });
    expect(load).toContain('connections');
    expect(load).not.toMatch(COLOUR);
    const check = `check 127.0.0.1:${await quietPort()} --backend-port ${await quietPort()}${option}`;
    expect(await onTerminal(check, { env })).not.toMatch(COLOUR);
    expect(await onTerminal(`simulate --requests 1000${option}`, { env })).not.toMatch(COLOUR);
  });
});
