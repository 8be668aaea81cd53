import { useEffect, useRef } from 'preact/hooks';
import type { Looks } from '../parts/looks.js';
import type { Lab } from '../state/lab.js';
import type { ConnectionStep } from '../state/model.js';
import { paint } from './canvas.js';
import { Dots } from './dots.js';

/** Between two frames while nothing moves, or with reduced motion. */
const STILL_MS = 500;
/** The picture is late by as long as lies between two messages, so that what comes in one does not happen at one moment. */
const LATE_MS = 250;
/** How much larger it is in a presentation. */
const PRESENTED = 1.6;

/** When the first dot was drawn, among the performance entries of the page. */
const FIRST_DOT = 'first-dot';

/** The picture of the connections; the table of backends says the same in words. */
export function Scene({ lab, looks }: { readonly lab: Lab; readonly looks: Looks }) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = element.current;
    return canvas === null ? undefined : animate(canvas, lab, looks);
  }, [lab, looks]);
  return <canvas ref={element} class="scene" aria-hidden="true" />;
}

/** @returns ends it */
function animate(canvas: HTMLCanvasElement, lab: Lab, looks: Looks): () => void {
  const context = canvas.getContext('2d');
  if (context === null) return () => undefined;
  const dots = new Dots();
  let coming: { readonly at: number; readonly step: ConnectionStep }[] = [];
  let oneOf = 1;
  let next = 0;
  let frame = 0;
  let isMarked = false;
  const unfollow = lab.follow((told) => {
    const now = performance.now();
    oneOf = told.oneOf;
    coming.push(...told.steps.map((step) => ({ step, at: now + Math.max(0, LATE_MS - step.agoMs) })));
    next = 0;
  });
  const apply = (now: number): void => {
    const due = coming.filter(({ at }) => at <= now);
    if (due.length > 0 && !isMarked) performance.mark(FIRST_DOT);
    isMarked ||= due.length > 0;
    coming = coming.filter(({ at }) => at > now);
    for (const { step } of due) {
      dots.apply(step, now);
      if (step.step === 'open' && step.attempts > 1) bounce(lab, dots, step.client, now);
    }
  };
  const show = (): void => {
    frame = requestAnimationFrame(show);
    const now = performance.now();
    const view = lab.view.value;
    if (now < next || view === undefined) return;
    apply(now);
    dots.advance(now);
    const isStill = looks.isStill.value;
    paint(
      canvas,
      context,
      {
        view,
        dots: dots.all,
        now,
        rateOf: (name) => lab.rates.of(name),
        per: '/s',
        isStill,
        oneOf,
        unit: 'connections',
      },
      looks.isPresenting.value ? PRESENTED : 1,
    );
    const isMoving = !isStill && [...dots.all].some(({ stage }) => stage !== 'docked');
    const isComing = coming.length > 0;
    next = isMoving || isComing ? 0 : now + STILL_MS;
  };
  frame = requestAnimationFrame(show);
  return () => {
    cancelAnimationFrame(frame);
    unfollow();
  };
}

/** The picks of a client that took several tell which backends could not be reached. */
function bounce(lab: Lab, dots: Dots, client: string, now: number): void {
  const tried = lab.picks.value.filter((pick) => pick.client === client).at(-2)?.backend;
  if (tried != null) dots.bounced(client, tried, now);
}
