import { isIP } from 'node:net';
import { errorText } from '../../error-text.js';
import { LbsimError } from '../../errors.js';
import type { ClusterAddress } from '../address.js';
import { loadRedisClient, type RedisClient } from './load-client.js';
import type { StoreScript } from './scripts.js';

/** How long connecting, and what is said before the first command, may take. */
const CONNECT_TIMEOUT_MS = 1000;
/** Commands that may wait for an answer; past it they fail. */
const QUEUE_MAX = 10_000;

/** Where in a script it failed, of which the reason says nothing. */
const PLACE = / script: [0-9a-f]{40}, on @user_script:\d+\.?$/;

/** A connection to the store. It connects when it is told to, never by itself, and keeps no command for later. */
export class RedisConnection {
  readonly #address: ClusterAddress;
  #client: RedisClient | undefined;
  /** Why there is no connection any more. */
  #end: unknown;
  #closings = 0;

  constructor(address: ClusterAddress) {
    this.#address = address;
  }

  /** @throws LbsimError `ERR_CLUSTER`, rejecting; of kind `usage` where the client is not installed */
  async open(): Promise<void> {
    const closings = this.#closings;
    const createClient = await loadRedisClient();
    if (this.#closings !== closings) throw this.#failure(new Error('closed while it was being opened'));
    this.#dropPresent();
    const client = createClient(optionsOf(this.#address));
    // Whatever is under way fails with the same reason, and so does what comes after.
    client.on('error', (error) => {
      if (this.#client === client) this.#end = error;
      this.#drop(client);
    });
    this.#client = client;
    this.#end = undefined;
    let timer: NodeJS.Timeout | undefined;
    const tooSlow = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${CONNECT_TIMEOUT_MS} ms`)),
        CONNECT_TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([client.connect(), tooSlow]);
    } catch (error) {
      this.#drop(client);
      throw this.#failure(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws LbsimError `ERR_CLUSTER`, rejecting */
  async send(words: readonly string[]): Promise<unknown> {
    const client = this.#client;
    if (client === undefined) throw this.#failure(this.#end ?? new Error('not connected'));
    try {
      return await client.sendCommand(words);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** Runs a script, which the store is told once. */
  async run(script: StoreScript, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args];
    try {
      return await this.send(['EVALSHA', script.sha, ...rest]);
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('NOSCRIPT'))) throw error;
      return this.send(['EVAL', script.text, ...rest]);
    }
  }

  /** An opening that is under way fails. */
  close(): void {
    this.#closings++;
    this.#dropPresent();
  }

  #dropPresent(): void {
    if (this.#client !== undefined) this.#drop(this.#client);
  }

  #drop(client: RedisClient): void {
    if (this.#client === client) this.#client = undefined;
    if (client.isOpen) client.destroy();
  }

  /** What others say of an error may quote what they were sent. */
  #failure(error: unknown): LbsimError {
    const { password } = this.#address;
    const text = errorText(error).replace(PLACE, '');
    const shown = password === undefined ? text : text.replaceAll(password, '***');
    return new LbsimError('ERR_CLUSTER', shown);
  }
}

/** An address is no name by which a server may be asked for (RFC 6066); its certificate has to be for it all the same. */
function nameOf(host: string): object {
  return isIP(host) === 0 ? { servername: host } : {};
}

function optionsOf({ at, database, user, password }: ClusterAddress): object {
  return {
    socket: {
      ...('path' in at
        ? { path: at.path, tls: false }
        : { host: at.host, port: at.port, ...(at.tls && { tls: true, ...nameOf(at.host) }) }),
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: false,
      noDelay: true,
    },
    RESP: 2,
    database,
    ...(user !== undefined && { username: user }),
    ...(password !== undefined && { password }),
    disableOfflineQueue: true,
    commandsQueueMaxLength: QUEUE_MAX,
    // Each command would have a timer of its own for 5 s, beside that of who asks.
    commandOptions: { timeout: 0 },
    disableClientInfo: true,
    maintNotifications: 'disabled',
  };
}
