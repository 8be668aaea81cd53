import { afterEach } from '@jest/globals';

type Closer = () => unknown;

/**
 * Closes what a test has opened, last first, whether it passed or not. Call once at the top of a test file.
 *
 * @returns registers one thing to close
 */
export function cleanup(): (close: Closer) => void {
  const closers: Closer[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  return (close) => void closers.push(close);
}
