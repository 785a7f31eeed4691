/**
 * Lua scripts, which Redis runs atomically. All keys of a script have the same hash tag.
 *
 * Fencing tokens and versions come from the server's clock in microseconds and always grow, also after
 * everything was deleted (FLUSHALL).
 */

const grown = `
local function grown(before)
  local t = redis.call('TIME')
  local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
  local least = (tonumber(before or '0') or 0) + 1
  if now < least then now = least end
  return string.format('%.0f', now)
end
`;

const state = `
local function state(key)
  local type = redis.call('TYPE', key).ok
  if type == 'none' then return {false, false, false, false} end
  if type ~= 'hash' then return 'foreign' end
  local s = redis.call('HMGET', key, 'v', 'sealed', 'revoked', 'version')
  if s[1] ~= '1' then return 'foreign' end
  return s
end
`;

/** KEYS state → state | 'foreign' */
export const readScript = `${state}
return state(KEYS[1])`;

/**
 * KEYS lock, fence, state; ARGV owner, ms → [1, fence, state] | [0, ms until the holder's lock
 * expires]. Includes the state, which the new holder would read next.
 */
export const acquireScript = `${grown}${state}
-- Both fail for a foreign value, before anything is held.
local before = redis.call('GET', KEYS[2])
if redis.call('GET', KEYS[1]) then
  local left = redis.call('PTTL', KEYS[1])
  -- Restored without its expiry, or the server's clock was set back.
  if left < 0 or left > tonumber(ARGV[2]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    left = tonumber(ARGV[2])
  end
  return {0, left}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local fence = grown(before)
redis.call('SET', KEYS[2], fence, 'PX', 172800000)
return {1, fence, state(KEYS[3])}`;

/** KEYS lock; ARGV owner, ms → whether it is still held */
export const extendScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** KEYS lock; ARGV owner, channel, message → whether it was still held */
export const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1`;

const mayWrite = `
local function mayWrite(current, fence, expected)
  if current == 'foreign' then return 'foreign' end
  if fence ~= '' then
    local latest = redis.call('GET', KEYS[2])
    if latest and tonumber(latest) > tonumber(fence) then return 'outrun' end
  elseif (current[4] or '') ~= expected then
    return 'changed'
  end
  return 'yes'
end
`;

/**
 * KEYS state, fence; ARGV fence or '', expected version, channel, message, sealed, ms to live →
 * 'written' | 'outrun' | 'changed' | 'foreign'. Without a fence the version must be the expected one.
 */
export const writeScript = `${grown}${state}${mayWrite}
local current = state(KEYS[1])
local may = mayWrite(current, ARGV[1], ARGV[2])
if may ~= 'yes' then return may end
local ttl = math.max(tonumber(ARGV[6]), redis.call('PTTL', KEYS[1]))
redis.call('HSET', KEYS[1], 'v', '1', 'sealed', ARGV[5], 'version', grown(current[4]))
redis.call('PEXPIRE', KEYS[1], ttl)
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 'written'`;

/** Between the sealed tokens of a list; none of them has a line break. */
export const listSeparator = '\n';

/** Revoked tokens that are kept; only those that expire in one second are of use. */
export const longestList = 8;

/**
 * Same keys and first arguments, then the revoked tokens sealed or '', ms to live, and '1' to keep the
 * held token → 'written' | 'outrun' | 'changed' | 'foreign'. The held token is stored as revoked until
 * its expiry, so that no machine restores it.
 */
export const revokeScript = `${grown}${state}${mayWrite}
local current = state(KEYS[1])
local may = mayWrite(current, ARGV[1], ARGV[2])
if may ~= 'yes' then return may end
local revoked = current[2]
if ARGV[5] ~= '' then revoked = ARGV[5] end
if revoked then
  local list = {}
  for each in string.gmatch((current[3] or '') .. '\\n' .. revoked, '[^\\n]+') do
    table.insert(list, each)
  end
  revoked = table.concat(list, '\\n', math.max(1, #list - ${longestList - 1}))
  local ttl = math.max(tonumber(ARGV[6]), redis.call('PTTL', KEYS[1]))
  redis.call('HSET', KEYS[1], 'v', '1', 'revoked', revoked, 'version', grown(current[4]))
  if ARGV[7] ~= '1' then redis.call('HDEL', KEYS[1], 'sealed') end
  redis.call('PEXPIRE', KEYS[1], ttl)
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 'written'`;

/**
 * KEYS machines; ARGV machine, seconds without a heartbeat after which a machine is gone, channel →
 * number of machines. Publishes the arrival of a new one.
 */
export const presenceScript = `
local now = tonumber(redis.call('TIME')[1])
local came = redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[2]) * 1000)
local machines = redis.call('ZCARD', KEYS[1])
if came == 1 then
  redis.call('PUBLISH', ARGV[3], '{"profile":"","event":"came","machines":' .. machines .. '}')
end
return machines`;

/**
 * KEYS calls; ARGV id, calls per window, window in µs, µs from a turn to the latest arrival of its call,
 * longest wait in µs → ms until the turn that was reserved | -1: it would be further away.
 *
 * A call's score is the latest time at which it arrives. A new turn comes a window after the latest
 * arrival but for those that may share its window, so whatever is reserved or reported, in any order, no
 * window sees more calls.
 */
export const turnScript = `
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local limit, window, way, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
-- Of a server whose clock was ahead of this one's.
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + longest + window, '+inf')
local latest = redis.call('ZREVRANGE', KEYS[1], limit - 1, limit - 1, 'WITHSCORES')[2]
local wait = 0
if latest then wait = math.max(0, math.ceil((tonumber(latest) + window - now) / 1000)) end
if wait * 1000 > longest then return -1 end
local arrival = now + wait * 1000 + way
redis.call('ZADD', KEYS[1], string.format('%.0f', arrival), ARGV[1])
local ttl = math.ceil((arrival + window - now) / 1000) + 1000
redis.call('PEXPIRE', KEYS[1], math.max(ttl, redis.call('PTTL', KEYS[1])))
return wait`;

/** KEYS calls; ARGV id: reports the call's arrival, at some time before now. */
export const arrivedScript = `
local t = redis.call('TIME')
local now = string.format('%.0f', tonumber(t[1]) * 1000000 + tonumber(t[2]))
redis.call('ZADD', KEYS[1], 'XX', 'LT', now, ARGV[1])
return 1`;

/** KEYS calls; ARGV id: gives a turn back that is not used; those that were reserved after it stay. */
export const leaveTurnScript = `
redis.call('ZADD', KEYS[1], 'XX', '0', ARGV[1])
return 1`;

/** Commands that the Redis user needs, beside those of connecting. */
export const neededCommands = [
  'eval',
  'get',
  'set',
  'del',
  'type',
  'time',
  'pttl',
  'pexpire',
  'hset',
  'hmget',
  'hdel',
  'publish',
  'subscribe',
  'zadd',
  'zremrangebyscore',
  'zcard',
  'zrevrange',
] as const;
