import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './folder.js';

/** Picks its last member, which is the last backend that came up. */
export const LAST = `
export default class {
  members = new Set();
  add(candidate) { this.members.add(candidate); }
  remove(candidate) { this.members.delete(candidate); }
  loadChanged() {}
  weightChanged() {}
  pick(tried) {
    const left = [...this.members].filter((member) => !tried.has(member));
    return { candidate: left.sort((one, other) => one.index - other.index).at(-1), why: 'last' };
  }
}`;
/** Throws when it is asked for a pick. */
export const THROWING = LAST.replace('pick(tried) {', 'pick(tried) {\n    tried.nothing.at(0);');
/** A scheduler instead of a class. */
export const READY = LAST.replace('export default class', 'class Last').concat(
  '\nexport default new Last();',
);

/** What fails in a pick where no call of the algorithm does. */
export const LATE = [
  ['a promise', "Promise.reject(new Error('late'));"],
  ['a timer', "setTimeout(() => { throw new Error('late'); });"],
];

/** Such a module in a file of its own. */
export async function moduleOf(
  onEnd: Parameters<typeof temporaryFolder>[0],
  content: string,
  name = 'mine.js',
): Promise<string> {
  const file = join(await temporaryFolder(onEnd), name);
  await writeFile(file, content);
  return file;
}
