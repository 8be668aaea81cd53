import { useEffect, useState } from 'preact/hooks';
import { PATTERNS } from '../../lib/playground/load/pattern.js';
import type { Lab } from '../state/lab.js';
import type { Loop } from '../state/model.js';
import { repeatRead } from '../state/repeat-read.js';
import { Choice } from './choice.js';
import { ONLY_LOOKS } from './only-looks.js';
import { pressOnce, singlePress } from './single-press.js';

/** From an answer to the next read of load and scenes. */
const READ_MS = 1000;
const LOOPS: readonly Loop[] = ['open', 'closed'];
const ADDRESSES = [1, 2, 5, 20, 50, 200];
const HELD = [0, 10, 30, 100, 150, 300, 500];
const CLIENTS = [1, 3, 10, 30, 100];

/** The load and the scenes, in a playground alone. */
export function Playground({ lab }: { readonly lab: Lab }) {
  const { playground } = lab;
  const isHere = lab.identity.value?.playground === true;
  const isLive = lab.connection.value === 'live';
  useEffect(
    () => (isHere && isLive ? repeatRead(lab, playground.read, READ_MS) : undefined),
    [isHere, isLive, lab, playground],
  );
  const view = playground.view.value;
  if (!isHere || view === undefined) return null;
  const { load, caps, counts } = view;
  const disabled = !lab.mayChange.value;
  const set = (change: object): Promise<boolean> => playground.change('PATCH', 'load', change);
  const upTo = (values: readonly number[], cap: number): string[] =>
    values.filter((value) => value <= cap).map(String);
  return (
    <section class="playground" aria-label="Playground">
      <div class="tally">
        <h2>Load</h2>
        <p>
          {counts.ok} answers ok ·{' '}
          {counts.failed > 0 ? <strong class="bad">{counts.failed} failed</strong> : '0 failed'}
          {Object.entries(counts.failures).map(([kind, count]) => ` · ${kind} ${count}`)}
          {counts.skipped > 0 && ` · ${counts.skipped} skipped`}
          <span class="muted">
            {' '}
            · at most {caps.rate}/s, {caps.held} held, {caps.addresses} addresses
          </span>
        </p>
        <p role="status" class="bad">
          {playground.problem.value}
        </p>
      </div>
      <p class="controls">
        <Rate rate={load.rate} max={caps.rate} disabled={disabled} set={(rate) => set({ rate })} />
        <Choice
          {...{ name: 'Pattern', value: load.pattern, values: PATTERNS, disabled }}
          set={(pattern) => set({ pattern })}
        />
        <Choice
          {...{ name: 'Loop', value: load.loop, values: LOOPS, disabled }}
          set={(loop) => set({ loop })}
        />
        {load.loop === 'closed' && (
          <Choice
            {...{
              name: 'Clients',
              value: String(load.clients),
              values: upTo(CLIENTS, caps.clients),
              disabled,
            }}
            set={(clients) => set({ clients: Number(clients) })}
          />
        )}
        <Choice
          {...{ name: 'Addresses', value: String(load.addresses), disabled }}
          values={upTo(ADDRESSES, caps.addresses)}
          set={(addresses) => set({ addresses: Number(addresses) })}
        />
        <Choice
          {...{ name: 'Held connections', value: String(load.held), values: upTo(HELD, caps.held), disabled }}
          set={(held) => set({ held: Number(held) })}
        />
      </p>
      <Scenes lab={lab} />
    </section>
  );
}

function Scenes({ lab: { playground, mayChange } }: { readonly lab: Lab }) {
  const { scenes = [], scene = null } = playground.view.value ?? {};
  const shown = scenes.find(({ id }) => id === scene);
  return (
    <>
      <p class="controls" role="group" aria-label="Scenes">
        {scenes.map(({ id, title }) => (
          <button
            type="button"
            key={id}
            aria-pressed={id === scene}
            disabled={!mayChange.value}
            title={mayChange.value ? 'Sets everything up anew, and plays it' : ONLY_LOOKS}
            onClick={() => void playground.change('POST', `scenes/${id}`)}
          >
            {title}
          </button>
        ))}
      </p>
      {shown !== undefined && <p class="look">{shown.look}</p>}
    </>
  );
}

interface RateProps {
  readonly rate: number;
  readonly max: number;
  readonly disabled: boolean;
  readonly set: (rate: number) => Promise<unknown>;
}

function Rate({ rate, max, disabled, set }: RateProps) {
  const [dragged, setDragged] = useState<number | undefined>(undefined);
  return (
    <label>
      Rate
      <input
        type="range"
        aria-label="Rate"
        min={0}
        max={max}
        value={dragged ?? rate}
        disabled={disabled}
        onInput={({ currentTarget }) => setDragged(Number(currentTarget.value))}
        onChange={({ currentTarget }) =>
          void set(Number(currentTarget.value)).then(() => setDragged(undefined))
        }
      />
      <output>{dragged ?? rate}/s</output>
    </label>
  );
}

/** Kill and start of a backend's process, where the playground owns it. */
export function ProcessButton({ lab, name }: { readonly lab: Lab; readonly name: string }) {
  const process = lab.playground.processOf(name);
  if (process === undefined) return null;
  const deed = process.pid === null ? 'start' : 'kill';
  const label = `${deed === 'kill' ? 'Kill' : 'Start'} ${name}`;
  const help = process.pid === null ? 'starts its process again' : `ends its process: kill -9 ${process.pid}`;
  return (
    <button
      type="button"
      aria-label={label}
      title={lab.mayChange.value ? help : ONLY_LOOKS}
      disabled={!lab.mayChange.value}
      onClick={singlePress(() =>
        lab.playground.change('POST', `backends/${encodeURIComponent(name)}/${deed}`),
      )}
      onKeyDown={pressOnce}
    >
      {deed}
    </button>
  );
}
