import { createHash } from 'node:crypto';
import { encodePlaybacks } from '../playback/encode.js';
import { listed } from '../report/figures.js';
import { markup, Markup, type Content } from './markup.js';
import { atLoad, type PolicyOutcome } from './policy.js';

/** Bytes of a page with a player at most. */
export const MOST_BYTES = 5_000_000;
/** Characters of its recording at most: what takes longer to read is no clearer. */
const MOST_RECORDED = 4_000_000;

/** What a player consists of, beside what it plays: nothing of it may hold `]]>` or the end of its own tag. */
export interface PlayerFiles {
  readonly script: string;
  readonly style: string;
}

/** What a player adds to a page. */
export interface PlayerParts {
  /** The directive that lets its script run, and no other. */
  readonly policy: string;
  readonly style: Markup;
  /** Hidden until the script runs. */
  readonly section: Markup;
  readonly scripts: Markup;
}

/**
 * The player of the first replications of what is shown.
 *
 * @param bytes - of the page without it
 * @returns undefined where nothing was recorded, and where there is no room for it
 */
export function playerParts(
  shown: readonly PolicyOutcome[],
  { script, style }: PlayerFiles,
  bytes: number,
): PlayerParts | undefined {
  const played = shown.filter(({ outcome }) => outcome.playback !== undefined);
  const code = `//<![CDATA[\n${script}//]]>`;
  const hash = createHash('sha256').update(code).digest('base64');
  const section = sectionOf(played, shown);
  const around = bytes + Buffer.byteLength(code + style + section.text) + 1000;
  const encoded = encodePlaybacks(
    played.flatMap(({ outcome }) => outcome.playback ?? []),
    Math.min(MOST_RECORDED, MOST_BYTES - around),
  );
  if (played.length === 0 || encoded === undefined) return undefined;
  return {
    policy: `; script-src 'sha256-${hash}'`,
    style: new Markup(style),
    section,
    scripts: new Markup(
      `<script type="application/octet-stream" id="recording">${encoded.text}</script>\n<script>${code}</script>\n`,
    ),
  };
}

function sectionOf(played: readonly PolicyOutcome[], shown: readonly PolicyOutcome[]): Markup {
  return markup`<section id="play" aria-labelledby="play-heading" hidden="hidden">
<h2 id="play-heading">Watch the run</h2>
<p class="reading">The requests of the run, on their way from the balancer to a backend; click on one, or on a backend, to see why it was
picked.${remarks(played, shown)}</p>
<div class="player colours"></div>
</section>
`;
}

function remarks(played: readonly PolicyOutcome[], shown: readonly PolicyOutcome[]): Content {
  const [first] = played;
  if (first === undefined) return undefined;
  const several = first.outcome.report.replications > 1 ? ' Of the first replication.' : '';
  const some =
    played.length < shown.length
      ? ` Recorded are ${listed(played.map(({ policy }) => policy.name))}, of ${shown.length} algorithms.`
      : '';
  return several + atLoad(first) + some;
}
