import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';
import { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

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
});
