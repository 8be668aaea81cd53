import type { SimulationSettings } from '../plan/settings.js';
import { formatFigure, formatShare, listed, unitAfter } from './figures.js';

/** `classes read (90.0 %, mean 0.526) and write (10.0 %, mean 5.263)`; undefined where all requests are of one class. */
export function classesText(settings: SimulationSettings): string | undefined {
  const { classes } = settings;
  if (classes === undefined) return undefined;
  const unit = unitAfter(settings);
  return `classes ${listed(
    classes.map(
      ({ name, share, serviceMean }) =>
        `${name} (${formatShare(share)}, mean ${formatFigure(serviceMean)}${unit})`,
    ),
  )}`;
}
