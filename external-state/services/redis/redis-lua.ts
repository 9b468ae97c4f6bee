/**
 * Compare-and-set in Lua: Redis runs a script as one step, so the script compares the value with the one
 * that the updater was given, and sets the next one, and nothing comes in between.
 * (https://redis.io/docs/latest/develop/programmability/eval-intro/)
 *
 * The updater cannot run in the script: it is the caller's code, and Redis does nothing else while a
 * script runs. So an update is optimistic: see {@link OptimisticStore}.
 */
import type { Storable } from "@sync-strategies/state-store";
import { OptimisticStore } from "./base/optimistic-store.ts";
import { redisStrategy } from "./base/redis-store.ts";

/**
 * KEYS: the value, the turn. ARGV: the value seen, the next one, the caller's turn. No JSON is empty, so
 * an empty text stands for no value.
 */
const COMPARE_AND_SET = `
local turn = redis.call("GET", KEYS[2])
if turn and turn ~= ARGV[3] then return 0 end
if (redis.call("GET", KEYS[1]) or "") ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2])
return 1`;

class LuaStore<Key, Value extends Storable> extends OptimisticStore<Key, Value> {
  protected override replaceIfSame(
    key: string,
    seen: string | null,
    next: string,
    token: string,
  ): Promise<boolean> {
    return this.didChange(COMPARE_AND_SET, this.namesOf(key), [seen ?? "", next, token]);
  }
}

const strategy = redisStrategy(
  {
    id: "redis-lua",
    title: "Redis, compare-and-set in Lua",
    summary:
      "An update sets its value in a script that first compares the current one with the one it " +
      "started from, and starts over otherwise.",
    caveat:
      "After three attempts an update takes a turn, and then every other change of its key waits.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "at-least-once" },
  (client, address) => new LuaStore(client, address),
);

export default strategy;
