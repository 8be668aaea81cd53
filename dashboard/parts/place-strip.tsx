import type { ExplainedHashPlace, ExplainedPlace } from '../state/model.js';

interface Props {
  readonly place: ExplainedHashPlace;
  /** That the client got. */
  readonly backend: string | null;
  readonly classOf: (backend: string) => string;
}

/** Whose the places around a client are, in the order of the ring or the table: not to scale. */
export function PlaceStrip({ place: { unit, at, next, before }, backend, classOf }: Props) {
  const owner = next.findIndex((owned) => owned.backend === backend);
  const shown = (value: number): string => (unit === 'degrees' ? `${value}°` : `${value}`);
  const square = (owned: ExplainedPlace, kind: string, index: number) => (
    <li
      key={`${kind} ${index}`}
      class={`${kind} ${classOf(owned.backend)}`}
      title={`${owned.backend}: ${shown(owned.at)}`}
    >
      <bdi>{owned.backend}</bdi>
      <span class="visually-hidden"> at {shown(owned.at)}</span>
    </li>
  );
  return (
    <ol class="strip" aria-label="Owners around the client">
      {before.map((owned, index) => square(owned, 'before', index))}
      <li class="client">
        {shown(at)}
        <span class="visually-hidden"> the client</span>
      </li>
      {next.map((owned, index) => square(owned, index === owner ? 'owner' : 'next', index))}
    </ol>
  );
}
