/**
 * Optimistic updates: an update computes the next value from the current one while nothing is locked,
 * and replaces it only if it is still the same; otherwise it starts over. The counterpart in one event
 * loop is `optimistic`.
 *
 * Invariant: a value is replaced only in a step in which Redis finds that it is the one which the updater
 * was given. It may have been another one in between, and the same again. That changes nothing: what
 * an updater makes depends on the value alone.
 *
 * A slow updater among fast ones could start over forever. So after a few failed attempts an update
 * waits for a turn, which is a lock with a lease, and all other changes of the key wait for it
 * then. If the lease is lost, so is only the privilege: the value is still compared.
 */
import type { Storable, Updater } from "@sync-strategies/state-store";
import { jsonText } from "../../../base/json-text.ts";
import { outcomeOfLook } from "../../../base/outcome.ts";
import { fateOf, type RedisClient } from "./connection.ts";
import { LeaseLock, type Lease } from "./lease-lock.ts";
import { RedisStore, type RedisAddress } from "./redis-store.ts";

/** How many attempts an update makes before it waits for a turn. */
const ATTEMPTS = 3;

/** KEYS: the value, the turn. ARGV: the next value, the caller's turn. */
const SET_UNLESS_TAKEN = `
local turn = redis.call("GET", KEYS[2])
if turn and turn ~= ARGV[2] then return 0 end
redis.call("SET", KEYS[1], ARGV[1])
return 1`;

export abstract class OptimisticStore<Key, Value extends Storable> extends RedisStore<Key, Value> {
  readonly #turns: LeaseLock;

  constructor(client: RedisClient, address: RedisAddress) {
    super(client, address);
    this.#turns = new LeaseLock(client);
  }

  protected override async put(
    key: string,
    json: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    // Ignores open updates: they will find that the value has changed, and start over.
    for (let turn: Lease | undefined; ; turn = await this.#takeTurn(key, signal)) {
      try {
        if (await this.didChange(SET_UNLESS_TAKEN, this.namesOf(key), [json, tokenOf(turn)]))
          return;
      } finally {
        await turn?.release();
      }
    }
  }

  protected override async replace(
    key: string,
    updater: Updater<Value>,
    signal: AbortSignal | undefined,
  ): Promise<Value> {
    let cancels = signal;
    for (let attempt = 1; ; attempt += 1) {
      const turn = attempt > ATTEMPTS ? await this.#takeTurn(key, cancels) : undefined;
      try {
        const [seen, taken] = await this.#look(key);
        if (taken !== null && taken !== turn?.token) {
          attempt = ATTEMPTS;
          continue;
        }
        // Once an updater has been called, the operation has started and cannot be cancelled.
        cancels = undefined;
        // Clients of all processes continue during this await, and may change the value.
        const next = await updater(this.valueIn(seen));
        if (await this.replaceIfSame(key, seen, jsonText(next), tokenOf(turn))) return next;
      } finally {
        await turn?.release();
      }
    }
  }

  /**
   * Replaces the value if it is still the one that was seen and no other client has the key's turn.
   * False, and no change, otherwise.
   *
   * @param token of the caller's turn; empty if it has none.
   */
  protected abstract replaceIfSame(
    key: string,
    seen: string | null,
    next: string,
    token: string,
  ): Promise<boolean>;

  /** The names of the key's value and of its turn. */
  protected namesOf(key: string): [string, string] {
    return [this.nameOf("value", key), this.nameOf("turn", key)];
  }

  /** The value as JSON, and the token of the client that has the key's turn; null if there is none. */
  async #look(key: string): Promise<[value: string | null, turn: string | null]> {
    const [value = null, turn = null] = await outcomeOfLook(
      this.client.mGet(this.namesOf(key)),
      fateOf,
    );
    return [value, turn];
  }

  #takeTurn(key: string, signal: AbortSignal | undefined): Promise<Lease> {
    return this.#turns.acquire(this.nameOf("turn", key), signal);
  }
}

function tokenOf(turn: Lease | undefined): string {
  return turn?.token ?? "";
}
