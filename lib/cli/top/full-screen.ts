import type { PaintLine } from '../text/paint.js';
import { exitWhenInterrupted } from '../signals.js';
import { claimUncaught } from '../uncaught.js';
import type { Feed } from './feed.js';
import { Keyboard } from './keyboard.js';
import { screenFrame } from './layout.js';
import { Screen } from './screen.js';
import { Top, type TopDeps } from './top.js';

/** Ages and what is overdue are drawn again that often, in ms. */
const TICK_MS = 1000;

export interface FullScreenDeps {
  /** @param changed - is to be called when something is known that was not */
  readonly feed: (changed: () => void) => Feed;
  readonly run: TopDeps['run'];
  readonly paint: PaintLine;
}

/**
 * Shows the screen until `q` is pressed. The terminal is restored however that ends: by a key, a signal, an error that nobody
 * caught; and while the process is suspended.
 *
 * @throws LbsimError where the process is not reached
 */
export async function showFullScreen({ feed: createFeed, run, paint }: FullScreenDeps): Promise<void> {
  const screen = new Screen(process.stdout, paint);
  const feed = createFeed(changed);
  let quit = (): void => undefined;
  const isOver = new Promise<void>((resolve) => (quit = resolve));
  const runAndLook: TopDeps['run'] = async (words) => {
    const lines = await run(words);
    void feed.refresh().catch(() => undefined); // The snapshots say when it is gone.
    return lines;
  };
  let top: Top | undefined;
  let isDue = false;
  const keyboard = new Keyboard(process.stdin, (key) => top?.press(key));
  const close = (): void => {
    keyboard.close();
    screen.close();
  };
  const open = (): void => {
    screen.open();
    keyboard.open();
    changed();
  };

  function changed(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      isDue = false;
      draw();
    });
  }

  function draw(): void {
    const { data } = feed;
    if (data === undefined) return;
    if (top === undefined) {
      top = new Top({
        ...{ run: runAndLook, changed, quit, suspend },
        data: () => feed.data ?? data,
        now: Date.now,
        viewChanged: (view) => (feed.view = view),
      });
      open();
    }
    screen.draw(screenFrame(top.state, screen.size, Date.now()));
  }

  /** As the terminal does by itself at Ctrl-Z; whatever the process is, it goes on behind this call. */
  function suspend(): void {
    close();
    process.off('SIGTSTP', suspend);
    process.kill(process.pid, 'SIGTSTP');
    process.on('SIGTSTP', suspend);
    resume();
  }

  function resume(): void {
    if (top !== undefined) open();
  }

  process.once('exit', close);
  claimUncaught(() => {
    close();
    return false;
  });
  exitWhenInterrupted(close);
  process.on('SIGTSTP', suspend).on('SIGCONT', resume);
  process.stdout.on('resize', () => {
    screen.forget();
    changed();
  });
  process.stdin.once('error', quit);
  const tick = setInterval(changed, TICK_MS);
  try {
    await Promise.race([feed.run(), isOver]);
  } finally {
    clearInterval(tick);
    feed.stop();
    process.off('SIGTSTP', suspend).off('SIGCONT', resume);
    close();
  }
}
