import { useEffect, useState } from 'preact/hooks';
import type { Lab, StateChange } from '../state/lab.js';
import type { HistoryView, LabEvent } from '../state/model.js';
import { clock } from './format.js';
import { MANY } from './many.js';

/** What is marked, each by its own shape. */
const MARKS: Readonly<Record<string, string>> = {
  failover: '▼',
  failback: '▲',
  operated: '◆',
  config_reloaded: '●',
  scene_step: '◆',
  no_active_servers: '✕',
  cluster_lost: '▽',
  cluster_back: '△',
  cluster_member: '◇',
};
const OTHER_ALGORITHM = '■';
const TICK_MS = 1000;

/** How each backend stood, and what happened, in the last minutes. */
export function Timeline({ lab, windowMs }: { readonly lab: Lab; readonly windowMs: number }) {
  const now = useClock();
  const backends = lab.view.value?.backends ?? [];
  const start = now - windowMs;
  const place = (at: number): string => `${((Math.max(at, start) - start) / windowMs) * 100}%`;
  const marks = lab.events.value.filter(
    ({ event, timestamp }) => event in MARKS && Date.parse(timestamp) > start,
  );
  return (
    <section class="timeline">
      <h2>Timeline</h2>
      <div class="lanes" tabIndex={backends.length > MANY ? 0 : undefined}>
        {backends.map(({ name }) => (
          <div class="lane" key={name}>
            <bdi class="name">{name}</bdi>
            <div class="track">
              {bandsOf(lab.states.get(name) ?? [], lab.history.value, name, now)
                .filter(({ to }) => to > start)
                .map(({ from, to, state }) => (
                  <span
                    key={from}
                    class={`band ${state}`}
                    title={`${name} ${state}, ${clock(from)} to ${clock(to)}`}
                    style={{ left: place(from), right: `calc(100% - ${place(to)})` }}
                  />
                ))}
            </div>
          </div>
        ))}
      </div>
      <div class="lane">
        <span class="name muted">{Math.round(windowMs / 60_000)} min</span>
        <div class="track marks">
          {marks.map((event) => (
            <Mark key={event.id} event={event} left={place(Date.parse(event.timestamp))} />
          ))}
        </div>
      </div>
    </section>
  );
}

function Mark({
  event: { event, message, timestamp, operation },
  left,
}: {
  readonly event: LabEvent;
  readonly left: string;
}) {
  return (
    <span
      class={`mark ${event}`}
      style={{ left }}
      title={`${clock(timestamp)} ${event}: ${message}`}
      aria-hidden="true"
    >
      {operation === 'algorithm' ? OTHER_ALGORITHM : MARKS[event]}
    </span>
  );
}

interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: string;
}

/** What the page has seen, and before that, of the balancer's history, whether the backend was active. */
function bandsOf(
  changes: readonly StateChange[],
  history: HistoryView | undefined,
  name: string,
  now: number,
): Band[] {
  const [first] = changes;
  const past = first === undefined ? [] : pastOf(history, name, first.at);
  const seen = changes.map(({ at, state }, index) => ({
    from: at,
    to: changes[index + 1]?.at ?? now,
    state,
  }));
  return joined([...past, ...seen]);
}

/** Bands of the same state that touch are one. */
function joined(bands: readonly Band[]): Band[] {
  return bands.reduce<Band[]>((all, band) => {
    const last = all.at(-1);
    if (last?.state !== band.state || last.to !== band.from) return [...all, band];
    return [...all.slice(0, -1), { ...last, to: band.to }];
  }, []);
}

function pastOf(history: HistoryView | undefined, name: string, until: number): Band[] {
  const active = history?.backends.find((backend) => backend.name === name)?.active;
  if (history === undefined || active === undefined) return [];
  const bands: { from: number; to: number; state: string }[] = [];
  history.times.forEach((end, index) => {
    const is = active[index];
    if (is == null || end - history.stepMs >= until) return;
    const state = is > 0 ? 'up' : 'down';
    const last = bands.at(-1);
    if (last?.state === state && last.to === end - history.stepMs) last.to = Math.min(until, end);
    else bands.push({ from: end - history.stepMs, to: Math.min(until, end), state });
  });
  const last = bands.at(-1);
  if (last !== undefined) last.to = until;
  return bands;
}

/** The time, again each second. */
function useClock(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
