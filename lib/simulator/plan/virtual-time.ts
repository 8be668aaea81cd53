import { positiveNumber } from '../../schema/number.js';

/** Beyond it, clocks of floating-point numbers stand still. */
export const MAX_VIRTUAL_TIME = 1e9;

/** A time in units of the mean service time, above 0. */
export const virtualTime = positiveNumber(MAX_VIRTUAL_TIME, 1 / MAX_VIRTUAL_TIME);
