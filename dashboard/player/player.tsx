import type { Signal } from '@preact/signals';
import { number } from '../parts/format.js';
import { Why } from '../parts/why.js';
import { OutageStrip } from './outage-strip.js';
import { PlayerScene } from './player-scene.js';
import type { Run } from './run.js';
import { SPEEDS } from './speeds.js';

interface Props {
  readonly runs: readonly Run[];
  /** The place of the run that is shown. */
  readonly chosen: Signal<number>;
  readonly isStill: Signal<boolean>;
}

/** A run that plays: the scene, its controls, why each request went where it went, and the backends in words. */
export function Player({ runs, chosen, isStill }: Props) {
  const run = runs[chosen.value];
  if (run === undefined) return null;
  return (
    <>
      <PlayerScene key={chosen.value} run={run} isStill={isStill} />
      <Controls run={run} runs={runs} chosen={chosen} isStill={isStill} />
      <p class="muted">
        {dotText(run)} Space plays and pauses, N goes to the next pick, + and − change the speed.
      </p>
      <div class="below">
        <Why desk={run} />
        <LaneTable run={run} />
      </div>
    </>
  );
}

function dotText({ playback: { oneOf, requests, picks }, units: { pace } }: Run): string {
  const dots = `${number(requests.length)} dots and ${number(picks.length)} picks`;
  const scale = oneOf === 1 ? '1 dot = 1 request' : `1 dot = ${number(oneOf)} requests; numbers are of all`;
  return `${scale}. ${dots} are recorded. Speed 1× is ${pace}.`;
}

function Controls({ run, runs, chosen, isStill }: Props & { readonly run: Run }) {
  const { isPlaying, speed, time, units, playback } = run;
  const said = `${units.time(time.value)} of ${units.time(playback.end)}`;
  return (
    <div class="controls">
      <button type="button" class="play" onClick={() => run.toggle()}>
        {isPlaying.value ? 'Pause' : 'Play'}
      </button>
      <button type="button" onClick={() => run.step()}>
        Next pick
      </button>
      <span class="time">
        <input
          type="range"
          aria-label="Time"
          aria-valuetext={said}
          min={0}
          max={playback.end}
          step="any"
          value={time.value}
          onInput={({ currentTarget }) => run.seek(currentTarget.valueAsNumber)}
        />
        <OutageStrip run={run} />
      </span>
      <output>{said}</output>
      <label>
        speed
        <select
          value={speed.value}
          onChange={({ currentTarget }) => (speed.value = Number(currentTarget.value))}
        >
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
      </label>
      {runs.length > 1 && (
        <label>
          algorithm
          <select
            value={chosen.value}
            onChange={({ currentTarget }) => {
              run.isPlaying.value = false;
              chosen.value = Number(currentTarget.value);
            }}
          >
            {runs.map((each, index) => (
              <option key={index} value={index}>
                {each.playback.algorithm}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" title="whether dots travel" onClick={() => (isStill.value = !isStill.value)}>
        motion: {isStill.value ? 'off' : 'on'}
      </button>
    </div>
  );
}

function LaneTable({ run }: { readonly run: Run }) {
  const { lanes, units } = run;
  const time = run.time.value;
  return (
    <table class="lanes" aria-label="Backends">
      <thead>
        <tr>
          <th scope="col">Backend</th>
          <th scope="col">State</th>
          <th scope="col">Open</th>
          <th scope="col">{units.rate}</th>
        </tr>
      </thead>
      <tbody>
        {lanes.viewAt(time).backends.map(({ name, effective, load }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class={effective.state}>{effective.state}</td>
            <td>{number(load.open)}</td>
            <td>{number(lanes.rateAt(name, time) * units.perTicks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
