import type { BackendServer } from '../../server/backend-server.js';
import { FAULT_TABLE, parseFault } from '../../server/faults/faults.js';
import type { ConsoleCommand } from '../console.js';

/** What the lines of its standard input can ask a running backend for. */
export function serverConsole(
  backend: BackendServer,
  print: (text: string) => unknown,
  quit: () => void,
): ConsoleCommand[] {
  return [
    {
      usage: 'fault NAME VALUE',
      help: `sets a fault, or ends it with the value off:\n${faultNames()}`,
      run: ([name = '', ...values]) => backend.setFaults(parseFault(name, values.join(' '))),
    },
    {
      usage: 'heal',
      help: 'ends all faults',
      run: () => backend.heal(),
      instead: (fault) => `heal, or fault ${fault} off`,
    },
    {
      usage: 'stats',
      help: 'prints clients, probes and faults as one JSON object',
      run: () => void print(JSON.stringify(backend.stats)),
    },
    { usage: 'quit', help: 'stops the backend', run: quit },
  ];
}

/** In lines that fit a window of 80 columns beside what is typed. */
function faultNames(): string {
  const names = Object.keys(FAULT_TABLE);
  const half = Math.floor(names.length / 2);
  return `${names.slice(0, half).join(', ')},\n${names.slice(half).join(', ')}`;
}
