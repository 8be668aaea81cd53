import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';

const onEnd = cleanup();

describe('lbsim ctl that waits while the balancer stops', () => {
  it.each([
    ['remove', 'B1', '--drain', '60s'],
    ['drain', 'B1', '--wait', '60s'],
    ['maint', 'B1', '--wait', '60s'],
  ])('is told so: %s %s %s %s', async (...words) => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd));
    const client = await TestClient.connect(await lb.port());
    onEnd(() => client.socket.destroy());
    expect(await client.ask('x')).toBe('B1:x');
    const refused = desk.refused(...words);
    await lb.event('operated');
    lb.child.kill('SIGTERM');
    await lb.event('drain_started');
    expect(await refused).toEqual({
      status: 1,
      stderr: 'lbsim: the balancer stops while B1 is waited for\n',
    });
    client.socket.destroy();
    expect(await lb.ended).toEqual({ status: 0, signal: null });
  });

  it('is told so where no client holds up the stop', async () => {
    const desk = await Desk.open(onEnd);
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('one is there');
    await backend.stop();
    const lb = await desk.balance([backend]);
    const refused = desk.refused('ready', 'B1', '--wait', '60s');
    await lb.event('operated');
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(await refused).toEqual({
      status: 1,
      stderr: 'lbsim: the balancer stops while B1 is waited for\n',
    });
  });
});
