import { optionError } from '../../errors.js';
import { canonicalIp, formatAddress, type Address } from '../../net/address.js';
import { targetAddress } from '../../schema/address.js';
import { choice } from '../../schema/word.js';
import { TARGET_PICKS, TargetList, type TargetPick } from './target-list.js';

/** Where a client connects to. */
export interface TargetOptions extends Address {
  /**
   * Further balancers, tried in this order when one cannot be reached, ends or resets a connection, or does not answer in time.
   * What got no answer is sent again there. @default none
   */
  readonly fallbacks?: readonly Address[] | undefined;
  /** Where new connections begin: `first`, or the fallback that the client has come to since; `random`: one is drawn each time. @default 'first' */
  readonly pick?: TargetPick | undefined;
}

/** How the option `pick` is written. */
export const targetPick = choice(TARGET_PICKS);

/** All addresses of a client's options, the first one first. @throws LbsimError `ERR_OPTION_INVALID` */
export function targetsOf({ host, port, fallbacks = [] }: TargetOptions): readonly [Address, ...Address[]] {
  for (const each of fallbacks) targetAddress.check('fallbacks', each);
  const targets: readonly [Address, ...Address[]] = [{ host, port }, ...fallbacks];
  refuseRepeated(targets);
  return targets;
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function targetList(options: TargetOptions): TargetList {
  const { pick = 'first' } = options;
  targetPick.check('pick', pick);
  return new TargetList(targetsOf(options), pick);
}

function refuseRepeated(targets: readonly Address[]): void {
  const seen = new Set<string>();
  for (const { host, port } of targets) {
    const text = formatAddress({ host: canonicalIp(host.toLowerCase()), port });
    if (seen.has(text)) throw optionError(`'${text}' is listed twice: list each address once`);
    seen.add(text);
  }
}
