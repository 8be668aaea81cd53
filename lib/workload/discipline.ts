/** The queueing disciplines: first in, first out; processor sharing. */
export const DISCIPLINES = ['fifo', 'ps'] as const;
export type Discipline = (typeof DISCIPLINES)[number];
