import { expect, it } from '@jest/globals';
import type { Scene } from '../../lib/playground/scenes/scene.js';
import { ScenePlayer } from '../../lib/playground/scenes/scene-player.js';

const scene = (id: string): Scene => ({ id, steps: [] }) as unknown as Scene;

it('a scene is prepared once the one before it is, and one that was overtaken not at all', async () => {
  const told: string[] = [];
  const ends = new Map<string, () => void>();
  const player = new ScenePlayer(
    {
      prepare: async ({ id }) => {
        told.push(`${id} begins`);
        await new Promise<void>((resolve) => ends.set(id, resolve));
        told.push(`${id} ends`);
      },
      perform: () => Promise.resolve(),
    },
    () => undefined,
  );
  const first = player.play(scene('A'));
  await new Promise(setImmediate);
  const second = player.play(scene('B'));
  const third = player.play(scene('C'));
  await new Promise(setImmediate);
  expect(told).toEqual(['A begins']);
  ends.get('A')?.();
  await first;
  await second;
  await new Promise(setImmediate);
  ends.get('C')?.();
  await third;
  expect(told).toEqual(['A begins', 'A ends', 'C begins', 'C ends']);
  expect(player.present?.id).toBe('C');
});

it('a scene can be played after one that could not be prepared', async () => {
  let isBroken = true;
  const player = new ScenePlayer(
    {
      prepare: () => (isBroken ? Promise.reject(new Error('no port')) : Promise.resolve()),
      perform: () => Promise.resolve(),
    },
    () => undefined,
  );
  await expect(player.play(scene('A'))).rejects.toThrow('no port');
  expect(player.present).toBeUndefined();
  isBroken = false;
  await player.play(scene('B'));
  expect(player.present?.id).toBe('B');
});
