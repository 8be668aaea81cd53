/** What lists more backends than that scrolls in itself, so that the parts below it stay within reach. */
export const MANY = 12;
