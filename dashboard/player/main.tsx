import { signal } from '@preact/signals';
import { render } from 'preact';
import './player.css';
import { listenToKeys } from './keys.js';
import { Player } from './player.js';
import { readPlaybacks } from './recording.js';
import { Run } from './run.js';

/** Shows the section of the player, which a reader without scripts does not see, and puts the player into it. */
async function start(section: HTMLElement, element: Element, recording: string): Promise<void> {
  const runs = (await readPlaybacks(recording)).map((playback) => new Run(playback));
  const chosen = signal(0);
  const isStill = signal(false);
  const media = matchMedia('(prefers-reduced-motion: reduce)');
  const apply = (): void => void (isStill.value = media.matches);
  media.addEventListener('change', apply);
  apply();
  section.hidden = false;
  render(<Player runs={runs} chosen={chosen} isStill={isStill} />, element);
  listenToKeys(section, () => runs[chosen.value]);
}

const section = document.querySelector<HTMLElement>('#play');
const element = section?.querySelector('.player');
const recording = document.querySelector('#recording');
if (section && element && recording) void start(section, element, recording.textContent);
