import type { Run } from './run.js';

/** Below the slider, where in the run backends were not up; the table says which are so at a time. */
export function OutageStrip({ run }: { readonly run: Run }) {
  const { playback, units } = run;
  const place = (at: number): string => `${(100 * at) / Math.max(1, playback.end)}%`;
  return (
    <div class="outages" aria-hidden="true">
      {run.outages.map(({ lane, state, from, to }) => (
        <span
          key={`${lane} ${from}`}
          class={state}
          title={`${lane} ${state}, ${units.time(from)} to ${units.time(to)}`}
          style={{ left: place(from), right: `calc(100% - ${place(to)})` }}
        />
      ))}
    </div>
  );
}
