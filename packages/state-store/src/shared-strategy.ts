import type { StateStore, Storable } from "./state-store.ts";
import type { Strategy } from "./strategy.ts";

/** What can share a state: the threads of a process, the processes of a machine, or machines. */
export const SPANS = ["threads", "processes", "machines"] as const;
export type Span = (typeof SPANS)[number];

/**
 * A way to share state beyond one event loop. Several *members* (threads, processes or machines)
 * each open a *handle* on the same state: a {@link StateStore} whose promises hold for the clients
 * of all members together.
 *
 * The state is created once, in the *coordinator*, which then gives each member its own address.
 * An updater never travels: it runs in the member that called `update`.
 *
 * **Separate**: a member that ends, is killed or closes its handle while its operations wait keeps
 * no other member waiting. If it is killed while it holds the state for an updater, the key keeps
 * its value, and the trait `survivesKill` says whether the others go on or wait. Operations that wait
 * can be cancelled all the same, and those of other keys go on where the exclusion is `"key"`.
 *
 * **Parallel**: what an operation of one member has acknowledged is in force for all. Members run at
 * the same moment, so a step is atomic only if no other processor can come between its parts.
 *
 * **Clean**: a member's thread or process ends by itself once its handle is closed, and not while one
 * of its operations waits.
 *
 * A module exports it like any strategy, by default from `./strategy`.
 */
export interface SharedStrategy extends Omit<Strategy, "createStore"> {
  /** The widest distance between members that the state can bridge. */
  readonly span: Span;

  /** The server that the state lives in, for example "redis". Left out if it needs none. */
  readonly service?: string | undefined;

  /** Creates an empty state, and resolves when everything that it starts is ready to be used. */
  createState(place: Place): Promise<SharedState>;

  /**
   * Opens a handle in this member. Closing it ends the handle, not the state: the other members'
   * handles go on. Where values are numbers, an operation rejects with a RangeError if its key is no
   * whole number below {@link Place.keys}, and with a TypeError if its value is no number.
   *
   * @param address what {@link SharedState.addressFor} gave for this member.
   */
  openStore<Key, Value extends Storable>(address: unknown): Promise<StateStore<Key, Value>>;
}

/** Where a state is created, and for how many. */
export interface Place {
  /** How many members there will be. The coordinator's handle is not counted. */
  readonly members: number;

  /** Of a strategy whose values are numbers: its keys are the whole numbers below this one. */
  readonly keys: number;

  /** An empty folder for the state's files. The caller removes it once the state is disposed of. */
  readonly folder: string;

  /** Where the strategy's service is, for a strategy that names one. */
  readonly service?: ServicePlace | undefined;
}

/** A server, and the part of it that one state may use. Other people's data may be next to it. */
export interface ServicePlace {
  /** What client libraries take. It may hold credentials: it is shown nowhere. */
  readonly url: string;

  /**
   * With what the names of all that the state keeps on the server begin: keys, tables, buckets. Up
   * to 40 lower-case letters, digits and underscores, a letter first; no other state has it.
   */
  readonly namespace: string;
}

/** A state that members share. Disposing it ends the state and all that was started for it. */
export interface SharedState extends AsyncDisposable {
  /**
   * What a member needs to open a handle, asked for once per member.
   *
   * @param member from 0. The number after the last member's is the coordinator's own, with which
   *   it looks at the state when the members are done.
   */
  addressFor(member: number): Address;
}

/** Plain data that can be posted to a member. */
export interface Address {
  readonly address: unknown;
  /** What in it is transferred rather than copied: message ports, say. */
  readonly transfer?: readonly object[] | undefined;
}

/** Whether a strategy is one for several members. */
export function isShared(strategy: Strategy | SharedStrategy): strategy is SharedStrategy {
  return "span" in strategy;
}

/**
 * The same strategy for clients of one event loop: each store is a state with one member. So all
 * that is made for plain strategies runs on shared ones, too.
 */
export function withOneMember(strategy: SharedStrategy, place: Omit<Place, "members">): Strategy {
  const { id, title, summary, reply, caveat, traits } = strategy;
  return {
    id,
    title,
    summary,
    reply,
    caveat,
    traits,
    async createStore<Key, Value extends Storable>() {
      const state = await strategy.createState({ ...place, members: 1 });
      return new OwnedStore(await openIn<Key, Value>(strategy, state), state);
    },
  };
}

/** Opens the only member's handle. A state without one is of no use, so it is not left behind. */
async function openIn<Key, Value extends Storable>(
  strategy: SharedStrategy,
  state: SharedState,
): Promise<StateStore<Key, Value>> {
  try {
    return await strategy.openStore<Key, Value>(state.addressFor(0).address);
  } catch (error) {
    await state[Symbol.asyncDispose]();
    throw error;
  }
}

/** A handle that takes its state along when it is closed. */
class OwnedStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly read: StateStore<Key, Value>["read"];
  readonly write: StateStore<Key, Value>["write"];
  readonly update: StateStore<Key, Value>["update"];
  readonly #store: StateStore<Key, Value>;
  readonly #state: SharedState;
  #closed: Promise<void> | undefined;

  constructor(store: StateStore<Key, Value>, state: SharedState) {
    this.read = store.read.bind(store);
    this.write = store.write.bind(store);
    this.update = store.update.bind(store);
    this.#store = store;
    this.#state = state;
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #end(): Promise<void> {
    try {
      await this.#store.close();
    } finally {
      await this.#state[Symbol.asyncDispose]();
    }
  }
}
