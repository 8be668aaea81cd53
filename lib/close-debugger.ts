import { close } from 'node:inspector';

/**
 * Closes the debugger's port that SIGUSR1 has opened if it came before the process ignored it, while Node started. One that the
 * process was started with stays.
 */
export function closeDebugger(): void {
  const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  if (/--inspect(-brk|-wait)?(=|\s|$)/.test(given)) return;
  // Node opens it in a turn of the event loop.
  setImmediate(close);
}
