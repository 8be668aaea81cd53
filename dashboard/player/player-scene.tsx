import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { paint, type Shown } from '../scene/canvas.js';
import { placeOfDot } from '../scene/draw-dot.js';
import type { Frame } from '../scene/frame.js';
import type { Run } from './run.js';

/** Between two frames while nothing moves, or with reduced motion. */
const STILL_MS = 500;
/** A frame that came later than that was not shown: no time has passed for the eyes. */
const LONGEST_MS = 100;
/** How near a click has to be to a dot, in CSS pixels. */
const NEAR = 16;

interface Props {
  readonly run: Run;
  readonly isStill: ReadonlySignal<boolean>;
}

/** The picture of the run; the table of backends says the same in words. */
export function PlayerScene({ run, isStill }: Props) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = element.current;
    return canvas === null ? undefined : animate(canvas, run, isStill);
  }, [run, isStill]);
  return <canvas ref={element} class="scene" aria-hidden="true" />;
}

/** @returns ends it */
function animate(canvas: HTMLCanvasElement, run: Run, isStill: ReadonlySignal<boolean>): () => void {
  const context = canvas.getContext('2d');
  if (context === null) return () => undefined;
  let before = performance.now();
  let next = 0;
  let request = 0;
  let drawn: Frame | undefined;
  const show = (now: number): void => {
    request = requestAnimationFrame(show);
    run.advance(Math.max(0, Math.min(LONGEST_MS, now - before)));
    before = now;
    if (now < next) return;
    next = run.isPlaying.value && !isStill.value ? 0 : now + STILL_MS;
    drawn = paint(canvas, context, shownOf(run, isStill.value), 1);
  };
  const again = (): void => void (next = 0);
  const unfollow = [run.time, run.isPlaying, run.shownPick, isStill].map((signal) => signal.subscribe(again));
  const choose = ({ offsetX: x, offsetY: y }: MouseEvent): void => {
    if (drawn !== undefined) chooseAt(run, drawn, x, y);
  };
  canvas.addEventListener('click', choose);
  request = requestAnimationFrame(show);
  return () => {
    cancelAnimationFrame(request);
    canvas.removeEventListener('click', choose);
    for (const end of unfollow) end();
  };
}

function shownOf(run: Run, isStill: boolean): Shown {
  const { units, lanes, playback, now } = run;
  return {
    view: lanes.viewAt(now),
    dots: run.dots.all,
    now: run.clock,
    rateOf: (name) => lanes.rateAt(name, now) * units.perTicks,
    per: units.per,
    isStill,
    oneOf: playback.oneOf,
    unit: 'requests',
    marked: run.shownPick.value?.client ?? undefined,
  };
}

/** Of the dot that is nearest; else of the last pick for the backend at that place. */
function chooseAt(run: Run, frame: Frame, x: number, y: number): void {
  let nearest = { client: '', distance: NEAR };
  for (const dot of frame.dots) {
    const at = placeOfDot(frame, dot);
    const distance = at === undefined ? Infinity : Math.hypot(at.x - x, at.y - y);
    if (distance < nearest.distance) nearest = { client: dot.client, distance };
  }
  run.isPlaying.value = false;
  if (run.choose(({ client }) => client === nearest.client)) return;
  const { backends, backendHeight } = frame.layout;
  const lane = backends.findIndex((at) => x >= at.x && Math.abs(y - at.y) <= backendHeight / 2);
  const name = frame.view.backends[lane]?.name;
  if (name !== undefined) run.chooseOfLane(name);
}
