import { AdminClient, type AdminTarget } from '../../admin/client.js';
import { clients } from '../ctl/context.js';
import { findProcess, type Addressee } from '../ctl/find-process.js';
import { stdoutColours } from '../terminal.js';
import { painter } from '../text/paint.js';
import { windowColumns } from '../window.js';
import { Feed } from './feed.js';
import { showFullScreen } from './full-screen.js';
import { writeSnapshots } from './lines.js';
import { tableOnce } from './once.js';
import { runWords } from './run-words.js';
import { ViewingClient } from './viewing-client.js';

export interface TopOptions {
  readonly addressee: Addressee;
  readonly everyMs: number;
  readonly viewOnly: boolean;
  readonly once: boolean;
  readonly noColor: boolean;
}

/** A full screen on a terminal, else a line of JSON for each snapshot; or one table. @returns the exit status */
export async function runTop({ addressee, everyMs, viewOnly, once, noColor }: TopOptions): Promise<number> {
  const paint = painter(stdoutColours(noColor));
  const clientOf = (target: AdminTarget): AdminClient =>
    viewOnly ? new ViewingClient(target, 'top') : new AdminClient(target, 'top');
  const connect = async (): Promise<AdminClient> => clientOf(await findProcess(addressee, 'balance'));
  if (once) {
    const lines = await tableOnce(await connect(), windowColumns());
    process.stdout.write(lines.map((line) => `${paint(line)}\n`).join(''));
  } else if (!process.stdout.isTTY) {
    await writeSnapshots(await connect(), everyMs);
  } else {
    await showFullScreen({
      feed: (changed) => new Feed({ connect, everyMs, changed }),
      run: (words) => runWords(words, clients(addressee, clientOf), windowColumns()),
      paint,
    });
  }
  return 0;
}
