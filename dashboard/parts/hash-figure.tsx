import type { ExplainedPick } from '../state/model.js';
import { HashCircle } from './hash-circle.js';
import { PlaceStrip } from './place-strip.js';

/** What the scores are of those that compare draws. */
const DRAW = 'draw per weight';

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
  if (place === undefined) {
    const isDrawn = pick.considered.some(({ unit }) => unit === DRAW);
    return (
      <p class="muted">
        <bdi>{pick.key}</bdi> has the hash {hash}
        {isDrawn
          ? '. Each backend draws from it and its own name; the least draw wins, and there is no circle.'
          : ', by which its backend is looked up.'}
      </p>
    );
  }
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
