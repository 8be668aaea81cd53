/**
 * What a button does when it is pressed; not by the second click of a double click, as what the first one did may have made it another
 * button meanwhile.
 */
export function singlePress(run: () => unknown): (event: MouseEvent) => void {
  return ({ detail }) => void (detail === 2 || run());
}

/** A key that is held down presses once. */
export function pressOnce(event: KeyboardEvent): void {
  if (event.repeat && event.key === 'Enter') event.preventDefault();
}
