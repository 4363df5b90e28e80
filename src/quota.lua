-- A token bucket that all replicas share. KEYS[1] holds up to which moment, in microseconds, its tokens are spent.
-- ARGV: microseconds for one token, tokens that a silence saves up, tokens to take, the longest wait for them.
-- Answers how many were free, and how long to wait before using what was taken. What would wait longer is not taken.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local count, patience = tonumber(ARGV[3]), tonumber(ARGV[4])
local floor = now - interval * burst
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
-- Also when the clock was set back: nobody is to wait for the time in between.
if spent < floor or spent > now + 60000000 then spent = floor end
local free = math.floor((now - spent) / interval)
local wait = math.max(0, spent + interval * count - now)
if count > 0 and wait <= patience then
  spent = spent + interval * count
  redis.call('SET', KEYS[1], string.format('%.0f', spent), 'PX', math.ceil((spent - floor) / 1000) + 1000)
end
return { math.max(0, free), wait }
