import type { ExplainedPick } from '../state/model.js';
import { HashCircle } from './hash-circle.js';
import { PlaceStrip } from './place-strip.js';

interface Props {
  readonly hash: string;
  readonly pick: ExplainedPick;
  /** The class with the colour of a backend. */
  readonly classOf: (backend: string) => string;
}

/**
 * Where a client's hash led: on a ring its point and the points around it, of a table the entries. Algorithms without either compare
 * draws, which the table of candidates has.
 */
export function HashFigure({ hash, pick, classOf }: Props) {
  const { place } = pick;
  if (place === undefined)
    return (
      <p class="muted">
        <bdi>{pick.key}</bdi> has the hash {hash}. Each backend draws from it and its own name; the least draw
        wins, and there is no circle.
      </p>
    );
  const isRing = place.unit === 'degrees';
  return (
    <figure class="circle">
      <div>
        {isRing && <HashCircle place={place} hash={hash} classOf={classOf} />}
        <PlaceStrip place={place} backend={pick.backend} classOf={classOf} />
      </div>
      <figcaption>
        {isRing ? 'Points of the ring, clockwise' : 'Entries of the table'}, around the client’s: the framed
        one has it.
      </figcaption>
    </figure>
  );
}
