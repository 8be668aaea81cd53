// The process that makes a playground's load, so that it takes nothing from the balancer's event loop.
import { Load, TICK_MS } from './load.js';
import { NEWS_MS, type LoadNews, type LoadOrder } from './messages.js';

let load: Load | undefined;

process.on('message', ({ target, reset, ...settings }: LoadOrder) => {
  const now = performance.now();
  load ??= new Load(target, settings, now);
  load.change(settings, now);
  if (reset) load.reset(now);
});
// These also keep the process running: its channel does not.
setInterval(() => load?.tick(performance.now()), TICK_MS);
setInterval(() => {
  const news: LoadNews | undefined = load?.counts;
  if (news !== undefined && process.connected) process.send?.(news);
}, NEWS_MS);
