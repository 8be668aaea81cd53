import { interleaved } from '../rounds.js';
import { nanosecondsOfAnEvent, RACED, roundsOf } from './event.js';

const BACKENDS = { few: 10, many: 10_000, manyQuick: 1000 };
/** Enough that what is done once for each backend does not count. */
const REQUESTS = { full: 2_000_000, quick: 400_000 };

/** How much dearer an event is with many backends than with few. */
export const eventGrowth = {
  name: 'event-growth',
  about: 'an event among 10,000 backends to one among 10',
  peers: ['lbsim'],
  lines: RACED.map((algorithm) => ({
    name: `event-growth-${algorithm}`,
    text: `event, ${algorithm}, 10 to 10,000 backends`,
    unit: 'x',
    comparable: false,
  })),
  quickly: 'Growth is to 1,000 backends only',
  referenceOf: ({ columns }) => columns[0]?.label,
  run(bench) {
    const many = bench.quick ? BACKENDS.manyQuick : BACKENDS.many;
    const requests = bench.quick ? REQUESTS.quick : REQUESTS.full;
    const measure = async (column, round) => {
      const growths = {};
      for (const algorithm of RACED) {
        const costs = new Map();
        for (const backends of round % 2 === 0 ? [BACKENDS.few, many] : [many, BACKENDS.few]) {
          const model = { algorithm, backends, requests };
          costs.set(backends, await nanosecondsOfAnEvent(bench, column, model));
        }
        growths[`event-growth-${algorithm}`] = costs.get(many) / costs.get(BACKENDS.few);
      }
      return growths;
    };
    return interleaved(bench, eventGrowth, bench.columnsFor(eventGrowth), measure, {
      rounds: roundsOf(bench),
    });
  },
};
