import { expect, it } from '@jest/globals';
import { FrameRecorder, MOST_FRAMES } from '../../../lib/simulator/playback/frame-recorder.js';

const LANES = [
  { backend: 1, name: 'B2', max: null },
  { name: '2 others', max: null },
];

/** One that looks at a clock: so many are open as it says. */
function recorder(): { frames: FrameRecorder; passTo: (now: number) => void } {
  let clock = 0;
  const look = () => ({ open: [clock, 0], states: ['up', 'up'] as const, waiting: clock });
  const frames = new FrameRecorder(LANES, 3, 10, look);
  return {
    frames,
    passTo: (now) => {
      clock = now;
      frames.passTo(now);
    },
  };
}

it('counts what comes to each lane in each interval', () => {
  const { frames, passTo } = recorder();
  frames.picked(1);
  frames.picked(0);
  passTo(10);
  frames.picked(2);
  passTo(35);
  expect(frames.frames(35)).toEqual({
    step: 10,
    picked: [
      [1, 0, 0, 0],
      [1, 1, 0, 0],
    ],
    open: [
      [10, 35, 35, 35],
      [0, 0, 0, 0],
    ],
    states: [Array(4).fill('up'), Array(4).fill('up')],
    waiting: [10, 35, 35, 35],
  });
});

it('has longer intervals when there would be too many, and loses no count', () => {
  const { frames, passTo } = recorder();
  for (let now = 1; now <= 100_000; now += 1) {
    passTo(now);
    frames.picked(now % 3);
  }
  const { step, picked, waiting } = frames.frames(100_000);
  expect(step).toBe(320);
  expect(waiting.length).toBeLessThanOrEqual(MOST_FRAMES);
  expect(waiting.length).toBe(Math.floor(100_000 / step) + 1);
  expect(picked.flat().reduce((sum, count) => sum + count, 0)).toBe(100_000);
  expect(waiting.slice(0, 3)).toEqual([320, 640, 960]);
});

it('passes over a silence of any length', () => {
  const { frames, passTo } = recorder();
  passTo(1e12);
  expect(frames.frames(1e12).waiting.length).toBeLessThanOrEqual(MOST_FRAMES);
});
