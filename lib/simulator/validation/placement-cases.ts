import { defined } from '../../defined.js';
import { DEFAULT_VNODES } from '../../schedulers/options.js';
import type { WeightedName } from '../../schedulers/hashing/slot-table.js';
import { HashRing } from '../../schedulers/hashing/hash-ring.js';
import { MAGLEV_ENTRIES, MaglevTable } from '../../schedulers/hashing/maglev-table.js';
import { confidenceInterval, meanOf } from '../measures/confidence.js';
import type { Interval } from '../report/report.js';
import { ringShareVariation } from '../theory/ring-shares.js';
import { judge, relativeTolerance, type ValidationClaim, type ValidationFinding } from './finding.js';

/** Where consistent hashing puts keys, which is seen without a simulation. */
export interface PlacementCase {
  readonly name: string;
  readonly about: string;
  /** @param seed - other names for the backends, which is all that placement depends on */
  readonly findings: (seed: number) => readonly ValidationFinding[];
}

const BACKENDS = 100;
/** The variation of one ring is itself a matter of chance: some 7 % of it. */
const RINGS = 100;

const maglev = { name: 'maglev', about: '100 backends' } as const;
const ring = { name: 'ring', points: DEFAULT_VNODES } as const;
const sparse = { name: 'sparse-ring', points: 10 } as const;

export const PLACEMENT_CASES: readonly PlacementCase[] = [
  { ...maglev, findings: (seed) => maglevFindings(backendsOf(`${seed}`)) },
  ringCase(ring),
  ringCase(sparse),
];

function backendsOf(prefix: string): WeightedName[] {
  return Array.from({ length: BACKENDS }, (_, index) => ({ name: `${prefix}-B${index + 1}`, weight: 1 }));
}

function maglevFindings(backends: readonly WeightedName[]): ValidationFinding[] {
  const table = new MaglevTable(backends);
  const even = MAGLEV_ENTRIES / BACKENDS;
  const entries = { ...maglev, system: 'maglev', expected: even, tolerance: 'exact' };
  const allowed: Interval = [Math.floor(even), Math.ceil(even)];
  const moved: ValidationClaim = {
    ...{ ...maglev, about: `${maglev.about}, one removed`, system: 'maglev', figure: 'moved' },
    // More than the 1 % that have to: some are the price of shares that are even.
    ...{ expected: 0.0155, tolerance: '1.4–1.7 %', allowed: [0.014, 0.017] },
  };
  return [
    judge({ ...entries, allowed, figure: 'least' }, { got: Math.min(...table.counts) }),
    judge({ ...entries, allowed, figure: 'most' }, { got: Math.max(...table.counts) }),
    judge(moved, { got: movedShare(table, backends) }),
  ];
}

/** The share of entries that have another owner once one backend is gone, on average over who goes. */
function movedShare(table: MaglevTable, backends: readonly WeightedName[]): number {
  const leaving = Array.from({ length: 10 }, (_, tenth) => tenth * 10);
  return meanOf(
    leaving.map((gone) => {
      const after = new MaglevTable(backends.filter((_, index) => index !== gone));
      let moved = 0;
      for (let entry = 0; entry < MAGLEV_ENTRIES; entry++) {
        const owner = after.ownerOf(entry);
        if (table.ownerOf(entry) !== (owner < gone ? owner : owner + 1)) moved++;
      }
      return moved / MAGLEV_ENTRIES;
    }),
  );
}

function ringCase({ name, points }: { readonly name: string; readonly points: number }): PlacementCase {
  const about = `${points} virtual nodes, ${BACKENDS} backends, ${RINGS} rings`;
  return { name, about, findings: (seed) => ringFindings({ name, about, points }, seed) };
}

function ringFindings(
  { points, ...names }: { readonly name: string; readonly about: string; readonly points: number },
  seed: number,
): ValidationFinding[] {
  const squares = Array.from({ length: RINGS }, (_, nth) => {
    const { shares } = HashRing.of(backendsOf(`${seed}-${nth}`), points);
    return meanOf([...shares].map((share) => (share * BACKENDS - 1) ** 2));
  });
  return [
    judge(
      {
        ...{ ...names, system: 'ring', figure: 'CV' },
        ...relativeTolerance(ringShareVariation(BACKENDS, points), 0.1),
      },
      defined({ got: Math.sqrt(meanOf(squares)), confidence: rooted(confidenceInterval(squares)) }),
    ),
  ];
}

function rooted(squares: Interval | undefined): Interval | undefined {
  return squares && [Math.sqrt(squares[0]), Math.sqrt(squares[1])];
}
