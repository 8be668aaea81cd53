import { createInterface } from 'node:readline/promises';

/** Whether there is a terminal to ask at. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks at the terminal.
 *
 * @param question - what it is about, a sentence without its full stop
 * @param signal - ends the question, as no does
 * @returns whether the answer is yes
 */
export async function confirm(question: string, signal?: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // A terminal in raw mode makes no signal of Ctrl-C.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  signal?.addEventListener('abort', () => terminal.close());
  const answer = await Promise.race([terminal.question(`${question}. Go on? [y/N] `), closed]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
