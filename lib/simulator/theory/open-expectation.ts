import type { Expectation } from '../report/report.js';
import type { OpenLoop, SimulationSettings } from '../plan/settings.js';
import { arrivalRate } from '../workload/request-source.js';
import { hasExponentialServices, overallVariation } from '../workload/service-mix.js';
import { finiteQueue } from './finite-queue.js';
import { generalArrivals } from './general-arrivals.js';
import { drawnFromEven, evenlySpaced, everyNth, type Interarrivals } from './interarrivals.js';
import { layoutOf, type Splitting, type Layout, type StationGroup } from './layout.js';
import { manyServers } from './many-servers.js';
import { meanFieldSojourn } from './mean-field.js';
import { pollaczekKhinchine } from './pollaczek-khinchine.js';
import { processorSharing } from './processor-sharing.js';
import { refinedMeanField } from './refined-mean-field.js';
import { mixture, quantileOf, type SojournLaw } from './sojourn-law.js';
import { systemName } from './system-name.js';

/** The mean field is believed as long as its first correction is less than this share of it. */
const SMALL = 0.1;

/** What comes to one station, if its gaps are independent of each other. */
interface Stream {
  readonly letter: string;
  /** Only where it is no Poisson process, of which the rate is enough. */
  readonly gaps?: Interarrivals;
}

/** What theory says of an open loop. */
export function openExpectation(
  settings: SimulationSettings,
  { process, load }: OpenLoop,
): Expectation | undefined {
  const layout = layoutOf(settings);
  if (layout === undefined) return undefined;
  if (layout.splitting === 'power-of-d')
    return process === 'poisson' && settings.loadLag === 0 ? amongMany(settings, layout, load) : undefined;
  const rate = arrivalRate(settings, load);
  const parts = layout.groups.map((group) => {
    const stream = streamOf(process, layout.splitting, rate, group);
    return { group, stream, law: stream && lawOf(settings, layout, group, stream, rate * group.share) };
  });
  const laws = parts.flatMap(({ group, law }) => (law ? [{ share: group.stations * group.share, law }] : []));
  const letter = parts[0]?.stream?.letter;
  if (laws.length < parts.length || letter === undefined) return undefined;
  const law = mixture(laws);
  if (law.mean === Infinity) return undefined;
  const p99 = quantileOf(law, 0.99);
  return {
    system: systemName(letter, settings, layout),
    meanSojourn: law.mean,
    ...(p99 !== undefined && { p99 }),
  };
}

function streamOf(
  process: OpenLoop['process'],
  splitting: Splitting,
  rate: number,
  { share }: StationGroup,
): Stream | undefined {
  if (process === 'bursty' || process === 'trace') return undefined;
  if (process === 'poisson') {
    const turns = Math.round(1 / share);
    return splitting === 'cyclic' ? { letter: `E${turns}`, gaps: everyNth(rate, turns) } : { letter: 'M' };
  }
  if (splitting === 'bernoulli') return { letter: 'Geo', gaps: drawnFromEven(rate, share) };
  return { letter: 'D', gaps: evenlySpaced(rate * share) };
}

/** The law of sojourns at one station. */
function lawOf(
  settings: SimulationSettings,
  { groups, inOrder, places }: Layout,
  { servers, serviceRate }: StationGroup,
  { gaps }: Stream,
  rate: number,
): SojournLaw | undefined {
  const station = { arrivalRate: rate, serviceRate, servers };
  const exponential = hasExponentialServices(settings);
  if (places < Infinity) {
    const known = exponential && gaps === undefined && groups.length === 1;
    return known ? { mean: finiteQueue(station, places).meanSojourn } : undefined;
  }
  if (rate >= servers * serviceRate) return undefined;
  if (gaps !== undefined) {
    if (!exponential || servers > 1) return undefined;
    const law = generalArrivals(gaps, serviceRate);
    // Which of those present is served does not change how many there are, so the mean stays.
    return inOrder ? law : { mean: law.mean };
  }
  if (!inOrder) return { mean: processorSharing(station) };
  if (exponential) return manyServers(station);
  if (servers > 1) return undefined;
  return { mean: pollaczekKhinchine({ ...station, squaredVariation: overallVariation(settings) }) };
}

/** Power of d choices among enough backends that the mean field and its correction are as good as exact. */
function amongMany(
  settings: SimulationSettings,
  { groups, places }: Layout,
  load: number,
): Expectation | undefined {
  const { choices, sample } = settings;
  const [group] = groups;
  if (
    group === undefined ||
    group.servers > 1 ||
    places < Infinity ||
    !hasExponentialServices(settings) ||
    load >= 1
  )
    return undefined;
  const { stations: backends, serviceRate } = group;
  // Past that, draws meet too often for one term to tell.
  if (choices ** 2 > backends) return undefined;
  const sojourn = refinedMeanField({ backends, choices, sample, load });
  if (sojourn > meanFieldSojourn(choices, load) * (1 + SMALL)) return undefined;
  return {
    system: `power of ${choices} among ${backends}, mean field to 1/N`,
    meanSojourn: sojourn / serviceRate,
  };
}
