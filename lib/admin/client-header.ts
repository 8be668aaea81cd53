/** Who says that it asks: `lbsim ctl` does so by this header. */
export const CLIENT_HEADER = 'x-lbsim-client';

/** Those that say so who they are; any other is `api`. */
export const CLIENTS = ['ctl', 'top', 'balance', 'dashboard'] as const;

export type ClientName = (typeof CLIENTS)[number];
