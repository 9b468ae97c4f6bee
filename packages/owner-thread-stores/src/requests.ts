/**
 * What a member asks of the owner. An updater never travels: the owner *grants* the key, and its
 * value with it; the member computes, and then commits the result or releases the key.
 *
 * Every request but `release` is answered by one reply, which bears the request's id. A commit has
 * the id of its grant.
 */
export const Ask = { read: 0, write: 1, grant: 2, commit: 3, release: 4 } as const;
export type Ask = (typeof Ask)[keyof typeof Ask];

/**
 * In messages a request is `head, key, value`, and a reply is `id, value`. The head is what is asked
 * together with the id: a field less to copy, and copying fields is most of what a message costs.
 */
export const FIELDS_PER_REQUEST = 3;
export const FIELDS_PER_REPLY = 2;

const ASKS = 8;
export const headOf = (ask: Ask, id: number): number => id * ASKS + ask;
export const askIn = (head: number): Ask => (head % ASKS) as Ask;
export const idIn = (head: number): number => Math.floor(head / ASKS);

/** In a ring a reply has a number in any case. Whether that is a value, its tag says. */
export const VALUE_MISSING = 0;
export const VALUE_PRESENT = 1;

/** The member's end of what connects it with the owner. */
export interface Line<Key, Value> {
  /** Why the state cannot take such a key or such a value, if it cannot. */
  keyFault(key: Key): Error | undefined;
  valueFault(value: Value): Error | undefined;

  /** Sends a request after all those before it. It may leave later, together with others. */
  send(ask: Ask, id: number, key: Key, value?: Value): void;

  /** Whether an operation is open, for which the thread must not end. */
  keepAlive(needed: boolean): void;

  /** Gives the line up: the owner passes over what it still has of this member. */
  hangUp(): void;
}

/** What a line tells its member. */
export interface LineListener<Value> {
  onReply(id: number, value: Value | undefined): void;
  /** The value of a request could not be sent. */
  onUnsendable(id: number, error: TypeError): void;
  /** The owner is gone. */
  onLost(): void;
}
