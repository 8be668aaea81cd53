/** The scenes of a playground, each a file beside this one. */
export const SCENES = ['slow-backend', 'sticky-crash', 'thundering-herd', 'black-hole', 'drain'] as const;
export type SceneName = (typeof SCENES)[number];
