import { LbsimError, systemErrorCode } from '../../errors.js';

/** As much as is used of `@redis/client`. */
export interface RedisClient {
  connect(): Promise<unknown>;
  sendCommand(words: readonly string[]): Promise<unknown>;
  destroy(): void;
  readonly isOpen: boolean;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

export type CreateRedisClient = (options: object) => RedisClient;

/** Loaded on first use: most balancers are alone. */
let loading: Promise<CreateRedisClient> | undefined;

/** @throws LbsimError `ERR_CLUSTER` of kind `usage`, rejecting, where the package is not installed */
export async function loadRedisClient(): Promise<CreateRedisClient> {
  loading ??= importClient();
  return loading;
}

async function importClient(): Promise<CreateRedisClient> {
  try {
    const { createClient } = await import('@redis/client');
    return createClient;
  } catch (cause) {
    if (systemErrorCode(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new LbsimError(
      'ERR_CLUSTER',
      "cluster needs the package '@redis/client', which is not installed: npm install @redis/client (with -g where lbsim was installed so)",
      { kind: 'usage', cause },
    );
  }
}
