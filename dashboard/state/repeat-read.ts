import type { Lab } from './lab.js';

/**
 * Reads again and again, a time after each answer, while the page is seen and its balancer answers.
 *
 * @param everyMs - from an answer to the next read, in milliseconds
 * @returns ends it
 */
export function repeatRead(
  { connection }: Pick<Lab, 'connection'>,
  read: () => Promise<unknown>,
  everyMs: number,
): () => void {
  let timer: number | undefined;
  let isOver = false;
  const turn = async (): Promise<void> => {
    if (!document.hidden && connection.value === 'live') await read();
    if (!isOver) timer = window.setTimeout(() => void turn(), everyMs);
  };
  void turn();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
