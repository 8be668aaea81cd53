import { LbsimError } from '../errors.js';
import type { MemberInfo } from './shared-store.js';

/** `ERR_CLUSTER`: another balancer that lives has the id. */
export class IdTakenError extends LbsimError {
  /** @param holder - undefined where it cannot be read */
  constructor(id: string, holder: MemberInfo | undefined) {
    super(
      'ERR_CLUSTER',
      `another balancer has the id ${id}${holderText(holder)}: give each its own --cluster-id`,
    );
  }
}

function holderText(holder: MemberInfo | undefined): string {
  if (holder === undefined) return '';
  const { pid, host, address } = holder;
  return ` (process ${pid} on ${host}${address === null ? '' : `, at ${address}`})`;
}
