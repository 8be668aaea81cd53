import { fileInTrace, fileOfTrace, isTrace, readSamples, traceTimes } from '../../recording/trace-file.js';
import { badValue, type Kind } from '../../schema/kind.js';
import { didYouMean } from '../../did-you-mean.js';
import { anyCase, text } from '../../schema/word.js';
import { seededRandom } from '../../seeded-random.js';
import { interarrivalTimes } from '../../workload/arrivals.js';
import { scaleTrace } from '../../workload/parse-trace.js';

/** How connections of an open loop are spaced. */
export const SPACINGS = ['even', 'poisson', 'bursty'] as const;

/** `even`, `poisson`, `bursty` or `trace:FILE`. */
export const arrivals: Kind<string, ''> = {
  ...text,
  range: `${SPACINGS.join(', ')}, trace:FILE`,
  words: SPACINGS,
  fileIn: fileInTrace,
  schema: {
    anyOf: [
      { enum: SPACINGS },
      { type: 'string', pattern: `^(?:${SPACINGS.map(anyCase).join('|')}|${anyCase('trace:')}[\\s\\S]+)$` },
    ],
  },
  parse: (written) => {
    const word = written.toLowerCase();
    if (isTrace(written) || SPACINGS.some((spacing) => spacing === word))
      return isTrace(written) ? written : word;
    throw badValue(
      written,
      'is not one of the choices',
      `${SPACINGS.join(', ')} or trace:FILE${didYouMean(word, SPACINGS)}`,
    );
  },
  check: (_, written) => void arrivals.parse(written),
};

/** When the connections of an open loop are due, one after the other. */
export interface ArrivalSchedule {
  /** When the next one is due, in milliseconds from the start; undefined when there is none. */
  readonly next: number | undefined;
  /** The next one has begun. */
  advance(): void;
}

interface ScheduleOptions {
  readonly arrivals: string;
  readonly rate?: number | undefined;
  readonly seed: number;
}

/**
 * The schedule of a load; undefined for a closed loop, which has none.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` for a trace that cannot be read or is none, for arrivals without a rate
 */
export function arrivalSchedule({
  arrivals: kind,
  rate,
  seed,
}: ScheduleOptions): ArrivalSchedule | undefined {
  if (isTrace(kind)) return new TraceSchedule(readTrace(fileOfTrace(kind), rate));
  if (rate === undefined) return undefined;
  if (kind === 'even') return new EvenSchedule(rate);
  const process = kind === 'bursty' ? 'bursty' : 'poisson';
  // Bursts are measured by the mean gap: 20 of them on average, then 60 of quiet.
  return new DrawnSchedule(interarrivalTimes(process, rate / 1000, 1000 / rate, seededRandom(seed)));
}

function readTrace(path: string, rate: number | undefined): readonly number[] {
  const times = traceTimes(readSamples(path, 'trace'), path);
  return rate === undefined ? times : scaleTrace(times, rate);
}

class EvenSchedule implements ArrivalSchedule {
  readonly #rate: number;
  #begun = 0;

  constructor(rate: number) {
    this.#rate = rate;
  }

  get next(): number {
    return (this.#begun * 1000) / this.#rate;
  }

  advance(): void {
    this.#begun++;
  }
}

class DrawnSchedule implements ArrivalSchedule {
  readonly #gap: () => number;
  next: number;

  constructor(gap: () => number) {
    this.#gap = gap;
    this.next = gap();
  }

  advance(): void {
    this.next += this.#gap();
  }
}

class TraceSchedule implements ArrivalSchedule {
  readonly #times: readonly number[];
  #begun = 0;

  constructor(times: readonly number[]) {
    this.#times = times;
  }

  get next(): number | undefined {
    return this.#times[this.#begun];
  }

  advance(): void {
    this.#begun++;
  }
}
