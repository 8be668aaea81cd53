import { describe, expect, it } from '@jest/globals';
import { SCENES } from '../../lib/playground/scenes/names.js';
import { readScene, readScenes } from '../../lib/playground/scenes/read-scene.js';
import { ScenePlayer } from '../../lib/playground/scenes/scene-player.js';
import { namedBackends, type Scene } from '../../lib/playground/scenes/scene.js';

const BRIEF = `title: A scene
look: Look.
algorithm: ring
sticky-key: ip
`;

describe('the scenes', () => {
  it.each(readScenes())('$id can be read, and says in a few sentences what to look for', (scene) => {
    const sentences = scene.look.split(/[.?!](?:\s|$)/).filter((each) => each.trim() !== '');
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(4);
    expect(scene.title).not.toBe('');
    expect(namedBackends(scene).every((name) => ['B1', 'B2', 'B3'].includes(name))).toBe(true);
    expect(scene.steps.map(({ atMs }) => atMs)).toEqual(
      scene.steps.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
    );
    expect(scene.load.rate).toBeGreaterThan(0);
  });

  it('are those that are listed', () => {
    expect(readScenes().map(({ id }) => id)).toEqual([...SCENES]);
  });

  it.each([
    ['faults: { B1: { latency: soon } }', /fault latency: 'soon' is not a duration/],
    ['faults: { B1: { slow: on } }', /unknown fault 'slow'/],
    ['load: { rate: 5000 }', /rate 5000 is out of range/],
    ['load: { speed: 5 }', /unknown option 'speed'/],
    ['steps: [{ at: 1, dance: B1 }]', /nothing happens in step/],
    ['lok: typo', /unknown key 'lok'/],
  ])('refuse %s', (line, message) => {
    expect(readScene('drain', BRIEF)).toMatchObject({ algorithm: 'ring', stickyKey: 'ip', steps: [] });
    expect(() => readScene('drain', BRIEF + line)).toThrow(message);
  });
});

describe('a scene that is played', () => {
  const [scene] = readScenes() as readonly [Scene];

  it('does nothing more once another one is asked for while it is prepared', async () => {
    const done: string[] = [];
    const begun: (() => void)[] = [];
    const stage = {
      prepare: () => new Promise<void>((resolve) => begun.push(resolve)),
      perform: () => Promise.resolve(void done.push('step')),
    };
    const player = new ScenePlayer(stage, () => undefined);
    const soon = { ...scene, steps: scene.steps.map((step) => ({ ...step, atMs: 0 })) };
    const first = player.play(soon);
    await new Promise(setImmediate);
    const second = player.play({ ...soon, steps: [] });
    begun[0]?.();
    await first;
    await new Promise(setImmediate);
    begun[1]?.();
    await second;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toEqual([]);
    player.stop();
  });

  it('is none when it cannot be prepared', async () => {
    const stage = { prepare: () => Promise.reject(new Error('no')), perform: () => Promise.resolve() };
    const player = new ScenePlayer(stage, () => undefined);
    await expect(player.play(scene)).rejects.toThrow('no');
    expect(player.present).toBeUndefined();
  });

  it('says which step cannot be done, and goes on', async () => {
    const stage = { prepare: () => Promise.resolve(), perform: () => Promise.reject(new Error('no port')) };
    const failed = await new Promise((resolve) => {
      const player = new ScenePlayer(stage, resolve);
      void player.play({ ...scene, steps: [{ atMs: 0, deed: 'start', backend: 'B2' }] });
    });
    expect(failed).toMatchObject({
      event: 'scene_failed',
      message: 'the scene cannot start B2: no port',
      fields: { scene: scene.id, operation: 'start', target: 'B2' },
    });
  });
});
