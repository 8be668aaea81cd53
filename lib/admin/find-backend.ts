import { didYouMean, nearWord } from '../did-you-mean.js';
import { nameList } from '../names.js';
import { ApiProblem } from './problem.js';

/** @throws ApiProblem `unknown-backend`, with the names that there are */
export function findBackend<Backend extends { readonly name: string }>(
  { backends }: { readonly backends: readonly Backend[] },
  name: string,
): Backend {
  const backend = backends.find((each) => each.name === name);
  if (backend !== undefined) return backend;
  const names = backends.map((each) => each.name);
  const near = nearWord(name, names);
  const known = names.length === 0 ? 'there is none' : `use one of ${nameList(names)}`;
  throw new ApiProblem('unknown-backend', `unknown backend '${name}': ${known}${didYouMean(name, names)}`, {
    code: 'ERR_BACKEND_UNKNOWN',
    ...(near !== undefined && { members: { didYouMean: [near] } }),
  });
}
