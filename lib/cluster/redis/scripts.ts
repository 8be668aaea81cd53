import { createHash } from 'node:crypto';
import { NOTICES_KEPT, NOTICES_PER_BEAT, WORDS_LIFE_MS } from '../shared-store.js';

/** A program that the store runs in one step. */
export interface StoreScript {
  readonly text: string;
  /** What `EVALSHA` knows it by. */
  readonly sha: string;
}

/** The store's clock in milliseconds. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** The stream of notices lives for a minute: a balancer that was away for longer claims anew what it holds. */
const NOTIFY = `
local function notify(stream, change, key, backend, by)
  redis.call('XADD', stream, 'MAXLEN', '~', ${NOTICES_KEPT}, '*', 'change', change, 'key', key, 'backend', backend, 'by', by)
  redis.call('PEXPIRE', stream, 60000)
end
`;

/** The object that is written as JSON; nil where there is none, or something else. */
const PARSE = `
local function parsed(json)
  local is_json, value = pcall(cjson.decode, json)
  return is_json and type(value) == 'table' and value or nil
end
`;

/**
 * KEYS: ids (sorted set: id → time of its last beat), members (hash: id → JSON), notices (stream), words (hash).
 * ARGV: id, JSON, life in ms, last notice known or '', revision known, instance.
 * Answers: ids and ages, members, notices, cursor, words or nothing, since when there have been words. All keys but these die with
 * the last member. Where a member of the same id and another instance lives, nothing is written, and its JSON is all of the answer. A member whose beat is in the future, as the clock was set back, gave it now: it would not die otherwise.
 */
export const BEAT = script(`${NOW}${PARSE}
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])) do
  redis.call('ZREM', KEYS[1], dead)
  redis.call('HDEL', KEYS[2], dead)
end
for _, ahead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do redis.call('ZADD', KEYS[1], now, ahead) end
local there = redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('HGET', KEYS[2], ARGV[1])
local state = parsed(there)
if state and state.instance ~= ARGV[6] then return { there } end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('HSETNX', KEYS[4], 'since', now)
redis.call('PEXPIRE', KEYS[4], ${WORDS_LIFE_MS})
local ages = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 2, #ages, 2 do ages[i] = string.format('%d', now - ages[i]) end
local notices = {}
local cursor = '0-0'
local last = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)
if last[1] then cursor = last[1][1] end
if ARGV[4] ~= '' then
  for i, entry in ipairs(redis.call('XRANGE', KEYS[3], '(' .. ARGV[4], '+', 'COUNT', ${NOTICES_PER_BEAT})) do
    notices[i] = entry[2]
    cursor = entry[1]
  end
end
local words = {}
if (redis.call('HGET', KEYS[4], 'revision') or '0') ~= ARGV[5] then words = redis.call('HGETALL', KEYS[4]) end
return { ages, redis.call('HGETALL', KEYS[2]), notices, cursor, words, redis.call('HGET', KEYS[4], 'since') }
`);

/** KEYS: sessions. ARGV: idle life in ms; the backend that each is to lead to if it is to have it. Answers the backend of each, or nothing. */
export const RENEW = script(`
local found = redis.call('MGET', unpack(KEYS))
for i = 1, #KEYS do
  if found[i] == ARGV[i + 1] then redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
end
return found
`);

/**
 * KEYS: notices, then sessions. ARGV: who claims; for each session its client's key, backend, idle life in ms, stale backend
 * or '', and 'least' where a longer life stays, or ''. Answers the backend of each.
 */
export const CLAIM = script(`${NOTIFY}
local won = {}
for i = 2, #KEYS do
  local key, backend, ttl, stale, least = unpack(ARGV, (i - 2) * 5 + 2, (i - 2) * 5 + 6)
  local there = redis.call('GET', KEYS[i])
  if not there or there == stale then
    redis.call('SET', KEYS[i], backend, 'PX', ttl)
    if there then notify(KEYS[1], 'moved', key, backend, ARGV[1]) end
    there = backend
  elseif there == backend and (least == '' or redis.call('PTTL', KEYS[i]) < tonumber(ttl)) then
    redis.call('PEXPIRE', KEYS[i], ttl)
  end
  won[i - 1] = there
end
return won
`);

/** KEYS: notices, perhaps a session. ARGV: change, client's key or '', backend or '', who, idle life in ms or ''. */
export const CHANGE = script(`${NOTIFY}
if ARGV[1] == 'pin' then redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[5]) end
if ARGV[1] == 'forget' then redis.call('DEL', KEYS[2]) end
notify(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
`);

/** KEYS: some of a lab. ARGV: the type that each is to be of. Drops those that are of another one. */
export const DROP_OTHERS = script(`
for i = 1, #KEYS do
  if redis.call('TYPE', KEYS[i]).ok ~= ARGV[i] then redis.call('DEL', KEYS[i]) end
end
`);

/** KEYS: sessions. ARGV: the backend that they are to lead to if they are to go, or '' for any. */
export const REMOVE = script(`
for i = 1, #KEYS do
  if ARGV[1] == '' or redis.pcall('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
`);

/** KEYS: words. ARGV: field, JSON of what changes, 'old' where what there is stays, or ''. */
export const WORD = script(`${PARSE}
local word = parsed(redis.call('HGET', KEYS[1], ARGV[1])) or {}
local is_news = false
for name, value in pairs(cjson.decode(ARGV[2])) do
  if ARGV[3] ~= 'old' or word[name] == nil then
    word[name] = value
    is_news = true
  end
end
if not is_news then return end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(word))
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('PEXPIRE', KEYS[1], ${WORDS_LIFE_MS})
`);

function script(text: string): StoreScript {
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
