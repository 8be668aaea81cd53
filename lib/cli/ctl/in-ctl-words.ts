import { LbsimError } from '../../errors.js';
import { counted } from '../../logging/format.js';

/** A problem document, as far as its words depend on who asks. */
interface Problem {
  readonly type?: string;
  readonly instance?: string;
  readonly open?: number;
}

/** What a person who types is to do, where the API says it in the words of HTTP. @param last - the end of the path: a name, an id, a key */
const WORDS: Readonly<Record<string, (last: string, problem: Problem) => string>> = {
  'unknown-connection': (id) =>
    `unknown connection '${id}': see 'lbsim ctl connections' for those that are open`,
  'unknown-session': (key) =>
    `client '${key}' sticks to no backend: see 'lbsim ctl sessions' for those that do`,
  'in-use': (name, { open = 0 }) =>
    `${name} has ${counted(open, 'open connection')}: drain it by --drain 30s, or close its connections by --close`,
  'no-token': () => 'a token is missing or wrong: give it by --token-file FILE, or LBSIM_ADMIN_TOKEN',
};
const TYPE = 'urn:lbsim:problem:';

/** Does what was asked for. What the API refuses is told in the words of the command line. */
export async function inCtlWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof LbsimError) || error.code !== 'ERR_REFUSED') throw error;
    const problem = (error.cause ?? {}) as Problem;
    const words = WORDS[problem.type?.slice(TYPE.length) ?? ''];
    if (words === undefined) throw error;
    const last = decodeURIComponent(problem.instance?.split('/').at(-1) ?? '');
    throw new LbsimError('ERR_REFUSED', words(last, problem), { cause: error });
  }
}
