/**
 * What a library brings to the benchmarks: any of three primitives. One library is one module
 * whose default export is a {@link Primitives}.
 *
 * Functions may return promises or not: the benchmarks await whatever they return.
 */
export interface Primitives {
  /** The name of its rows. */
  readonly id: string;
  readonly channel?: ChannelPrimitive;
  /** Makes a lock. */
  readonly makeLock?: () => Lock;
  /** Makes a lock that runs a function while it is held, for a library that has no other form. */
  readonly makeExclusive?: () => Exclusive;
  /**
   * Starts a task that serves requests one at a time, each by one call of `serve`. Returns the
   * function that sends a request and resolves to its reply.
   */
  readonly startServer?: (serve: (request: number) => number) => Ask;
}

export interface ChannelPrimitive<Channel = unknown> {
  /** Makes a channel: unbuffered, or with the smallest buffer that the library allows. */
  make(): Channel;
  /** Settles once the value is taken. */
  send(channel: Channel, value: number): unknown;
  receive(channel: Channel): unknown;
  /**
   * Makes a select that receives from these channels. Each call waits for one value. Missing if
   * the library has no select that can be awaited.
   */
  makeSelect?(channels: readonly Channel[]): () => unknown;
}

export interface Lock<Token = unknown> {
  /** Settles once the caller holds the lock, to the token that releases it. */
  acquire(): Token | Promise<Token>;
  release(token: Token): void;
}

export type Exclusive = (critical: () => number) => unknown;
export type Ask = (request: number) => Promise<number | undefined>;
