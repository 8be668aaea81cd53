import type { ClusterAddress } from '../address.js';
import { IdTakenError } from '../id-taken.js';
import type { Beat, LabChange, LabView, SessionClaim, SharedSession, SharedStore } from '../shared-store.js';
import { infoOf, isTaken, labViewOf, type BeatAnswer } from './answers.js';
import { RedisConnection } from './connection.js';
import { LabKeys } from './keys.js';
import { BEAT, CHANGE, CLAIM, DROP_OTHERS, REMOVE, RENEW, WORD } from './scripts.js';

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
    const answer = await this.#connection.run(BEAT, [ids, members, notices, words], args);
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
    const claim = async (): Promise<unknown> => this.#connection.run(CLAIM, keys, [by, ...wanted]);
    try {
      return (await claim()) as string[];
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('WRONGTYPE'))) throw error;
      // Look-ups take what is no entry for none, so a claim does as well: one key that others have written is not to fail all.
      await this.#connection.run(DROP_OTHERS, keys.slice(1), []);
      return (await claim()) as string[];
    }
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
