/** What keys do; the first of a row is what `keydown` calls it. */
export const KEYS = [
  ['h', 'H', 'hold: new clients wait'],
  [' ', 'space', 'step: the first client that waits is decided'],
  ['r', 'R', 'release: all go on'],
  ['1', '1 … 9', 'your prediction, when the page asks'],
  ['p', 'P', 'presentation: large, the picture and the timeline alone'],
  ['t', 'T', 'theme: as the system has it, light, dark'],
  ['m', 'M', 'motion: dots travel, or stand'],
  ['?', '?', 'this list'],
] as const;

/** The keys, in a dialog that `?` opens and Escape closes. */
export function Help() {
  return (
    <dialog id="help" aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([key, shown, help]) => (
          <div key={key}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{help}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">close</button>
      </form>
    </dialog>
  );
}
