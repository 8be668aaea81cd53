import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

/** A signal, the exit status, and what it interrupts. */
const INTERRUPTIONS = [
  ['SIGINT', 130, ['--watch', '--json']],
  ['SIGTERM', 143, ['events', '--follow']],
  ['SIGHUP', 143, ['backends', '--watch', '--json']],
  ['SIGINT', 130, ['drain', 'B1', '--wait', '1h']],
] as const;

describe('lbsim ctl without an end of its own', () => {
  it('tells what happens as it happens', async () => {
    const desk = await Desk.open(onEnd);
    await desk.balance(await startBackends(1, onEnd));
    const follower = new Lbsim(['ctl', 'events', '--follow', '--only', 'operated', '--json'], {
      env: desk.env,
    });
    onEnd(() => follower.kill());
    const told = new Promise<string>((resolve) =>
      follower.child.stdout?.once('data', (text) => resolve(String(text))),
    );
    await desk.ctl('weight', 'B1', '7');
    expect(JSON.parse(await told)).toMatchObject({
      event: 'operated',
      operation: 'weight',
      target: 'B1',
      value: 7,
    });
    await follower.kill('SIGINT');
  });

  it('tells the last event of the process, and ends', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd));
    const follower = new Lbsim(['ctl', 'events', '--follow', '--json'], { env: desk.env });
    onEnd(() => follower.kill());
    await new Promise((resolve) => follower.child.stdout?.once('data', resolve));
    await lb.kill('SIGTERM');
    expect(await follower.ended).toEqual({ status: 0, signal: null });
    expect(JSON.parse(follower.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'stopped',
    });
  });

  it.each([[['--watch']], [['backends', '--watch', '--json']]])(
    'ends when its reader has left: %j',
    async (words) => {
      const desk = await Desk.open(onEnd);
      await desk.balance(await startBackends(1, onEnd));
      const { child } = new Lbsim(['ctl', ...words], { env: desk.env });
      onEnd(() => child.kill('SIGKILL'));
      child.stdout?.once('data', () => child.stdout?.destroy());
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  it.each(INTERRUPTIONS)(
    'says that it is interrupted by %s, and ends with status %d: %j',
    async (signal, status, words) => {
      const desk = await Desk.open(onEnd);
      const lb = await desk.balance(await startBackends(1, onEnd));
      const client = await TestClient.connect(await lb.port());
      onEnd(() => client.socket.destroy());
      await client.ask('x');
      const lbsim = new Lbsim(['ctl', ...words], { env: desk.env });
      onEnd(() => lbsim.kill());
      await Promise.race([once(lbsim.child.stdout ?? lbsim.child, 'data'), lb.event('operated')]);
      expect(await lbsim.kill(signal)).toEqual({ status, signal: null });
      expect(lbsim.stderr).toBe(`lbsim: interrupted by ${signal}\n`);
    },
  );
});
