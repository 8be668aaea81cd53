import type { ClusterAddress } from '../address.js';
import { IdTakenError } from '../id-taken.js';
import type { Beat, LabChange, LabView, SessionClaim, SharedSession, SharedStore } from '../shared-store.js';
import { infoOf, isTaken, labViewOf, type BeatAnswer } from './answers.js';
import { RedisConnection } from './connection.js';
import { LabKeys } from './keys.js';
import { BEAT, CHANGE, CLAIM, DROP_OTHERS, REMOVE, RENEW, WORD } from './scripts.js';

/** What bytes that are no UTF-8 are read as: nothing could ever be told to give way to them. */
const NO_TEXT = '\uFFFD';

/** Keys, and the type of each. */
interface TypedKeys {
  readonly keys: readonly string[];
  readonly types: readonly string[];
}

/** Keys that one step of a scan looks at. */
const SCAN_COUNT = '1000';

/** Redis from version 7, or Valkey: all keys of a lab have one hash tag, and each call is one step of the store. */
export class RedisStore implements SharedStore {
  readonly #connection: RedisConnection;
  readonly #keys: LabKeys;

  constructor(address: ClusterAddress) {
    this.#connection = new RedisConnection(address);
    this.#keys = new LabKeys(address.lab);
  }

  async open(): Promise<void> {
    await this.#connection.open();
    // To more words than that a store that wants a password answers that they are too many.
    await this.lookUp(['']);
  }

  async beat({ id, instance, lifeMs, after, revision, info, open, health }: Beat): Promise<LabView> {
    const { ids, members, notices, words } = this.#keys;
    const state = JSON.stringify({ instance, info, open, health });
    const args = [id, state, String(lifeMs), after ?? '', String(revision), instance];
    const lab = { keys: [ids, members, notices, words], types: ['zset', 'hash', 'stream', 'hash'] };
    const answer = await this.#mended(lab, () => this.#connection.run(BEAT, lab.keys, args));
    if (isTaken(answer)) throw new IdTakenError(id, infoOf(answer[0]));
    return labViewOf(answer as BeatAnswer);
  }

  async lookUp(keys: readonly string[]): Promise<(string | null)[]> {
    return (await this.#connection.send(['MGET', ...this.#sessions(keys)])) as (string | null)[];
  }

  async renew(entries: readonly SharedSession[], ttlMs: number): Promise<(string | null)[]> {
    const keys = this.#sessions(entries.map(({ key }) => key));
    const args = [wholeMs(ttlMs), ...entries.map(({ backend }) => backend)];
    return (await this.#connection.run(RENEW, keys, args)) as (string | null)[];
  }

  async claim(claims: readonly SessionClaim[], by: string): Promise<string[]> {
    const keys = [this.#keys.notices, ...this.#sessions(claims.map(({ key }) => key))];
    const wanted = claims.flatMap(({ key, backend, ttlMs, stale = '', isAtLeast = false }) => [
      key,
      backend,
      wholeMs(ttlMs),
      stale,
      isAtLeast ? 'least' : '',
    ]);
    const types = ['stream', ...claims.map(() => 'string')];
    const claim = async (): Promise<string[]> =>
      (await this.#connection.run(CLAIM, keys, [by, ...wanted])) as string[];
    const won = await this.#mended({ keys, types }, claim);
    const strange = keys.slice(1).filter((_, index) => won[index]?.includes(NO_TEXT));
    if (strange.length === 0) return won;
    await this.#connection.send(['DEL', ...strange]);
    return claim();
  }

  async change(change: LabChange, by: string): Promise<void> {
    const { notices, words } = this.#keys;
    if (change.change === 'word') {
      const { backend, word, isOld = false } = change;
      const args = [LabKeys.wordField(backend), JSON.stringify(word), isOld ? 'old' : ''];
      await this.#connection.run(WORD, [words], args);
      return;
    }
    if (change.change === 'clear') await this.#removeSessions(change.backend ?? '');
    const key = change.change === 'clear' ? '' : change.key;
    const backend = change.change === 'forget' ? '' : (change.backend ?? '');
    const ttl = change.change === 'pin' ? wholeMs(change.ttlMs) : '';
    const keys = key === '' ? [notices] : [notices, this.#keys.session(key)];
    await this.#connection.run(CHANGE, keys, [change.change, key, backend, by, ttl]);
  }

  async leave(id: string): Promise<void> {
    const { ids, members } = this.#keys;
    await Promise.all([
      this.#connection.send(['ZREM', ids, id]),
      this.#connection.send(['HDEL', members, id]),
    ]);
  }

  close(): void {
    this.#connection.close();
  }

  /** Does it once more where a key was of another type, without that: what somebody else has written is not to cut off a lab. */
  async #mended<T>({ keys, types }: TypedKeys, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('WRONGTYPE'))) throw error;
      await this.#connection.run(DROP_OTHERS, keys, types);
      return call();
    }
  }

  #sessions(keys: readonly string[]): string[] {
    return keys.map((key) => this.#keys.session(key));
  }

  /** @param backend - '' for all */
  async #removeSessions(backend: string): Promise<void> {
    let cursor = '0';
    do {
      const scan = ['SCAN', cursor, 'MATCH', this.#keys.sessionPattern, 'COUNT', SCAN_COUNT];
      const [next, found] = (await this.#connection.send(scan)) as [string, string[]];
      if (found.length > 0) await this.#connection.run(REMOVE, found, [backend]);
      cursor = next;
    } while (cursor !== '0');
  }
}

/** The store takes whole numbers, from 1 up. */
function wholeMs(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}
