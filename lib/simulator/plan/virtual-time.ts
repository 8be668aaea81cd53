/** Beyond it, clocks of floating-point numbers stand still. */
export const MAX_VIRTUAL_TIME = 1e9;
