import type { Looks } from './parts/looks.js';

/** Where a key is part of what one types or chooses; a dialog that was closed may have the focus until the next frame. */
const TYPING = 'input, select, textarea, summary, dialog[open]';

/** Has single keys do what buttons do; each button can be reached by Tab as well. */
export function listenToKeys(looks: Looks): void {
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey, repeat } = event;
    if (repeat || ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
    if (target.closest(TYPING) !== null || (key === ' ' && target.closest('button') !== null)) return;
    const run = actionOf(key.toLowerCase(), looks);
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
}

function actionOf(key: string, looks: Looks): (() => void) | undefined {
  if (/^[1-9]$/.test(key)) return () => press(`[data-digit="${key}"]`);
  const actions: Readonly<Record<string, () => void>> = {
    h: () => pressNamed('Hold'),
    ' ': () => pressNamed('Step'),
    r: () => pressNamed('Release'),
    p: () => looks.present(),
    t: () => looks.nextTheme(),
    m: () => looks.nextMotion(),
    '?': () => document.querySelector<HTMLDialogElement>('#help')?.showModal(),
  };
  return actions[key];
}

function press(selector: string): void {
  document.querySelector<HTMLButtonElement>(selector)?.click();
}

function pressNamed(name: string): void {
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name)?.click();
}
