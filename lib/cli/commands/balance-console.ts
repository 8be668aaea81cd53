import { backendView } from '../../admin/backend-view.js';
import type { BalancerControl } from '../../control/balancer-control.js';
import type { ConsoleCommand } from '../console.js';
import { statusScreen } from '../backends/status-screen.js';
import { windowColumns } from '../window.js';

/** What the lines of its terminal can ask a running balancer for. */
export function balanceConsole(
  balancer: Pick<BalancerControl, 'snapshot'>,
  print: (text: string) => unknown,
  quit: () => void,
): ConsoleCommand[] {
  return [
    {
      usage: 'status',
      help: 'prints the backends, their state, and the number of connections',
      run: () => {
        const snapshot = balancer.snapshot();
        const backends = snapshot.backends.map((backend) => backendView(backend, undefined));
        print(statusScreen({ ...snapshot, backends }, { now: Date.now(), room: windowColumns() }));
      },
    },
    {
      usage: 'quit',
      help: 'stops the balancer, waiting up to --drain-timeout for open connections',
      run: quit,
    },
  ];
}
