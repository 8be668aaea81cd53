import { describe, expect } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { onTerminal, WITH_TERMINALS } from '../helpers/terminal.js';

const onEnd = cleanup();

describe('lbsim ctl forget --all', () => {
  WITH_TERMINALS.it('asks at a terminal, unless --yes is given, and nowhere else', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd), '--sticky-key', 'ip');
    const connect = async (): Promise<void> => {
      const client = await TestClient.connect(await lb.port());
      await client.ask('x');
      client.socket.destroy();
    };
    const { env } = desk;
    await connect();
    const no = await onTerminal('ctl forget --all', { env, typed: [['[y/N]', 'n\r']] });
    expect(no).toContain('all clients will be forgotten, so that none sticks to its backend. Go on? [y/N]');
    expect(no).toContain('nothing was forgotten: answer y, or give --yes');
    const yes = await onTerminal('ctl forget --all', { env, typed: [['[y/N]', 'y\r']] });
    expect(yes).toContain('1 client forgotten');
    await connect();
    const skipped = await onTerminal('ctl forget --all --yes', { env });
    expect(skipped).toBe('1 client forgotten\r\n');
    await connect();
    expect(await desk.ctl('forget', '--all')).toBe('1 client forgotten\n');
  });
});
