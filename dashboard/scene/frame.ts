import type { BackendState } from '../state/model.js';
import type { Dot } from './dots.js';
import type { Layout } from './layout.js';
import type { Palette } from './palette.js';

/** What is drawn of a backend. */
export interface SceneBackend {
  readonly name: string;
  readonly effective: { readonly state: BackendState; readonly active: boolean };
  readonly load: { readonly open: number; readonly max: number | null };
}

/** What is drawn of a balancer. */
export interface SceneView {
  readonly openConnections: number;
  readonly waiting: number;
  /** How full SESSION_MAP is; null, or nothing, where there is none. */
  readonly sessions?: { readonly size: number; readonly max: number } | null;
  readonly backends: readonly SceneBackend[];
}

/** What a frame shows. */
export interface Frame {
  readonly view: SceneView;
  readonly layout: Layout;
  readonly palette: Palette;
  readonly dots: readonly Dot[];
  readonly now: number;
  readonly rateOf: (backend: string) => number;
  /** What a rate is counted by: `/s`. */
  readonly per: string;
  /** Without travel: dots are where they belong. */
  readonly isStill: boolean;
  /** The connections, or requests, that one dot stands for. */
  readonly oneOf: number;
  readonly unit: 'connections' | 'requests';
  /** The client whose dot is pointed out. */
  readonly marked?: string | undefined;
}
