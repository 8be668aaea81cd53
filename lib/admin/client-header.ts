/** Who says that it asks: `lbsim ctl` does so by this header. */
export const CLIENT_HEADER = 'x-lbsim-client';
