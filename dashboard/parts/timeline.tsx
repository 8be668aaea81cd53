import { useEffect, useState } from 'preact/hooks';
import type { Lab, StateChange } from '../state/lab.js';
import type { HistoryView, LabEvent } from '../state/model.js';
import { clock } from './format.js';

const WIDTH = 1000;
const ROW = 18;
const LABEL = 120;
/** Marks, and the letter they have beside their colour. */
const MARKS: Readonly<Record<string, string>> = {
  failover: '▼',
  failback: '▲',
  operated: '◆',
  config_reloaded: '●',
  algorithm_changed: '■',
  no_active_servers: '✕',
};
const TICK_MS = 1000;

/** How each backend stood, and what happened, in the last minutes. */
export function Timeline({ lab, windowMs }: { readonly lab: Lab; readonly windowMs: number }) {
  const now = useClock();
  const backends = lab.view.value?.backends ?? [];
  const start = now - windowMs;
  const x = (at: number): number => LABEL + ((Math.max(at, start) - start) / windowMs) * (WIDTH - LABEL);
  const height = (backends.length + 1) * ROW + 4;
  const marks = lab.events.value.filter(
    ({ event, timestamp }) => event in MARKS && Date.parse(timestamp) > start,
  );
  return (
    <section class="timeline">
      <h2>Timeline</h2>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label="States of the backends and events of the last minutes"
      >
        {backends.map(({ name }, index) => (
          <g key={name} transform={`translate(0 ${index * ROW})`}>
            <text x={0} y={ROW / 2 + 4}>
              {name.length > 14 ? `${name.slice(0, 13)}…` : name}
            </text>
            {bandsOf(lab.states.get(name) ?? [], lab.history.value, name, now).map(({ from, to, state }) =>
              to <= start ? null : (
                <rect
                  key={from}
                  class={`band ${state}`}
                  x={x(from)}
                  y={3}
                  width={Math.max(0, x(to) - x(from))}
                  height={ROW - 6}
                >
                  <title>{`${name} ${state}, ${clock(from)} to ${clock(to)}`}</title>
                </rect>
              ),
            )}
          </g>
        ))}
        <g transform={`translate(0 ${backends.length * ROW})`}>
          {marks.map((event) => (
            <Mark key={event.id} event={event} x={x(Date.parse(event.timestamp))} />
          ))}
        </g>
      </svg>
    </section>
  );
}

function Mark({ event: { event, message, timestamp }, x }: { readonly event: LabEvent; readonly x: number }) {
  return (
    <text class={`mark ${event}`} x={x} y={ROW / 2 + 5} text-anchor="middle">
      {MARKS[event]}
      <title>{`${clock(timestamp)} ${event}: ${message}`}</title>
    </text>
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
  return [...past, ...seen];
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
