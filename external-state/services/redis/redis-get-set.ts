/**
 * The control: GET, compute, SET. Redis carries out each of the two commands as one step, and this
 * looks as safe as the others as long as no other client comes between them.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../base/json-text.ts";
import { redisStrategy, RedisStore } from "./base/redis-store.ts";

class GetSetStore<Key, Value extends Storable> extends RedisStore<Key, Value> {
  protected override put(key: string, json: string): Promise<void> {
    return this.set(key, json);
  }

  protected override async replace(key: string, updater: Updater<Value>): Promise<Value> {
    const seen = await this.get(key);
    // Other clients change the value during this await, and what they wrote is overwritten.
    const next = await updater(seen);
    await this.set(key, jsonText(next));
    return next;
  }
}

const strategy = redisStrategy(
  {
    id: "redis-get-set",
    title: "Redis, GET and SET",
    summary: "An update reads with GET and writes with SET; the control that loses updates.",
  },
  { access: "any-caller", exclusion: "nothing", updaterRuns: "once", control: true },
  (client, address) => new GetSetStore(client, address),
);

export default strategy;
