const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** Where the word with sign, exponent and upper digits stands: that depends on the machine. */
float[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;
const LOW = 1 - HIGH;

/** The upper 32 bits of a double: sign, exponent, and the first 20 bits of its fraction. */
export function highWord(value: number): number {
  float[0] = value;
  return words[HIGH] ?? 0;
}

/** The lower 32 bits of a double. */
export function lowWord(value: number): number {
  float[0] = value;
  return words[LOW] ?? 0;
}

/** The double of these words. */
export function doubleOf(high: number, low: number): number {
  words[HIGH] = high;
  words[LOW] = low;
  return float[0] ?? 0;
}
