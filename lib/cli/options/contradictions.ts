import type { Problem } from '../../yaml-document.js';
import type { Item } from './config-file.js';

/** Contradictions that are looked for; each costs a few checks of the whole. */
const MAX_CONTRADICTIONS = 50;

/** Whether it is so of such items together. */
type Holds = (items: readonly Item[]) => Promise<boolean>;

/**
 * What is wrong with items only together: each time the item with which it begins, from the first one on, is told and left out;
 * with the rest of its list where that is wrong as a whole.
 *
 * @param items - right by themselves, those of a key together
 * @param lost - keys whose values are wrong, so that nothing can be said of what depends on them
 * @param errorIn - what is wrong first of such items together
 */
export async function contradictions(
  items: readonly Item[],
  lost: readonly string[],
  errorIn: (items: readonly Item[]) => Promise<string | undefined>,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const without = new Set(lost);
  let rest = items;
  for (let round = 0; round < MAX_CONTRADICTIONS; round++) {
    const message = await errorIn(rest);
    if (message === undefined) break;
    const holds: Holds = async (some) => (await errorIn(some)) === message;
    const culprit = await culpritOf(rest, holds);
    if (culprit === undefined) break;
    const { key, line, column } = culprit;
    if (![...without].some((each) => message.includes(each))) problems.push({ line, column, message });
    if (await isOfItem(culprit, rest, holds)) rest = rest.filter((item) => item !== culprit);
    else {
      rest = rest.filter((item) => item.key !== key);
      without.add(key);
    }
  }
  return problems;
}

/** The item with which it begins to hold: lists count as a whole until the one is found that the item is in. */
async function culpritOf(items: readonly Item[], holds: Holds): Promise<Item | undefined> {
  const keys = [...new Set(items.map(({ key }) => key))];
  const upTo = (end: number): Item[] => items.filter(({ key }) => keys.indexOf(key) < end);
  const last = await leastOf(keys.length, (end) => holds(upTo(end)));
  const before = upTo(last - 1);
  const list = items.filter(({ key }) => key === keys[last - 1]);
  return list[(await leastOf(list.length, (end) => holds([...before, ...list.slice(0, end)]))) - 1];
}

/** By bisection, the least number from which on something holds that holds of `most`. */
async function leastOf(most: number, holds: (number: number) => Promise<boolean>): Promise<number> {
  let [fine, wrong] = [0, most];
  while (wrong - fine > 1) {
    const middle = Math.floor((fine + wrong) / 2);
    if (await holds(middle)) wrong = middle;
    else fine = middle;
  }
  return wrong;
}

/**
 * Whether an item of a list is wrong, such as one that is there twice, and not the list as a whole, such as one that is too
 * long: then it holds without some other item, too. Two are tried, as one may be the twin.
 */
async function isOfItem(culprit: Item, items: readonly Item[], holds: Holds): Promise<boolean> {
  const others = items.filter((item) => item.key === culprit.key && item !== culprit).slice(0, 2);
  for (const other of others) if (await holds(items.filter((item) => item !== other))) return true;
  return false;
}
