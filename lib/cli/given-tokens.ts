import { ADMIN_TOKEN } from '../admin/option-table.js';
import { randomToken, type TokenTexts } from '../admin/tokens.js';
import { optionError } from '../errors.js';
import { readText } from './options/config-file.js';

/**
 * The tokens of an admin API that were chosen, if any: in a file of two lines, or the first of them in `LBSIM_ADMIN_TOKEN`.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`: the first line of the file has none
 */
export function givenTokens(file: string | undefined): TokenTexts | undefined {
  if (file === undefined) {
    const operate = process.env[ADMIN_TOKEN];
    return operate === undefined || operate === '' ? undefined : { operate };
  }
  const [operate = '', view] = readText(file)
    .split(/\r?\n/)
    .map((line) => line.trim());
  if (operate === '' || /\s/.test(operate))
    throw optionError(
      `token file '${file}' has no token in its first line: write one such as ${randomToken()}`,
    );
  return { operate, view: view === '' ? undefined : view };
}
