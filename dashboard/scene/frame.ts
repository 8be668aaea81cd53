import type { BalancerView } from '../state/model.js';
import type { Dot } from './dots.js';
import type { Layout } from './layout.js';
import type { Palette } from './palette.js';

/** What a frame shows. */
export interface Frame {
  readonly view: BalancerView;
  readonly layout: Layout;
  readonly palette: Palette;
  readonly dots: readonly Dot[];
  readonly now: number;
  readonly rateOf: (backend: string) => number;
  /** Without travel: dots are where they belong. */
  readonly isStill: boolean;
  /** The connections that one dot stands for. */
  readonly oneOf: number;
}
