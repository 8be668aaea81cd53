import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { fileInTrace, isTrace, type TraceName } from '../../recording/trace-file.js';
import { badValue, type Kind } from '../../schema/kind.js';
import { anyCase, choice } from '../../schema/word.js';
import { ARRIVAL_PROCESSES, type ArrivalProcess } from '../../workload/arrivals.js';

const ALL = [...ARRIVAL_PROCESSES, 'trace:FILE'].join(', ');

const words = choice(ARRIVAL_PROCESSES);

/** `poisson`, `deterministic`, `bursty` or `trace:FILE`. */
export const simulatedArrivals: Kind<ArrivalProcess | TraceName, ''> = {
  ...words,
  range: ALL,
  fileIn: fileInTrace,
  schema: {
    anyOf: [words.schema, { type: 'string', pattern: `^${anyCase('trace:')}[\\s\\S]+$` }],
  },
  parse: (written) => {
    if (isTrace(written)) return written;
    const word = processNamed(written.toLowerCase());
    if (word === undefined)
      throw badValue(written, 'is not one of the choices', `${ALL}${didYouMean(written, ARRIVAL_PROCESSES)}`);
    return word;
  },
  check(name, value) {
    if (!isTrace(value) && processNamed(value) === undefined)
      throw optionError(`${name} '${value}' is unknown: use one of ${ALL}`);
  },
};

function processNamed(word: string): ArrivalProcess | undefined {
  return ARRIVAL_PROCESSES.find((process) => process === word);
}
