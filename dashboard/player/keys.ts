import type { Run } from './run.js';
import { nextSpeed } from './speeds.js';

/** Where a key is part of what one types or chooses, or presses what has the focus. */
const OTHERS = 'input:not([type="range"]), select, textarea, summary, button, a, .scroll';

/** Has single keys do what buttons do, while the player can be seen. */
export function listenToKeys(player: Element, current: () => Run | undefined): void {
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey, repeat } = event;
    if (repeat || ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
    if ((key === ' ' || !player.contains(target)) && target.closest(OTHERS) !== null) return;
    const run = isSeen(player) ? current() : undefined;
    const act = run && actionOf(key.toLowerCase(), run);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

function actionOf(key: string, run: Run): (() => void) | undefined {
  const faster = (by: 1 | -1) => (): void => void (run.speed.value = nextSpeed(run.speed.value, by));
  const actions: Readonly<Record<string, () => void>> = {
    ' ': () => run.toggle(),
    n: () => run.step(),
    '+': faster(1),
    '=': faster(1),
    '-': faster(-1),
  };
  return actions[key];
}

function isSeen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
