/** Who says that it asks: `lbsim ctl` and `lbsim top` do so by this header. */
export const CLIENT_HEADER = 'x-lbsim-client';

/** The commands that say so. */
export const ADMIN_COMMANDS = ['ctl', 'top'] as const;
export type AdminCommand = (typeof ADMIN_COMMANDS)[number];
