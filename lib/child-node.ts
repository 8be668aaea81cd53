/** From Node 22.14 and 23.7 on, a process can ignore SIGUSR1 from its very start. */
const NO_DEBUGGER = '--disable-sigusr1';

/** Options of `node` for every child process of lbsim. */
export const CHILD_NODE_OPTIONS: readonly string[] = [
  ...(process.allowedNodeEnvironmentFlags.has(NO_DEBUGGER) ? [NO_DEBUGGER] : []),
  '--import',
  new URL('../dist/ignore-user-signals.js', import.meta.url).href,
];

/** More of them, for one with an IPC channel that is to end when this process is gone. */
export const END_WITH_PARENT: readonly string[] = [
  '--import',
  new URL('../dist/end-with-parent.js', import.meta.url).href,
];
