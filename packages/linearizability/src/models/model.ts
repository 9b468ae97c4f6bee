/**
 * What an object does when its operations run one at a time. A concurrent history is linearizable
 * if some order of its operations, consistent with real time, gives each operation the result that
 * it had.
 *
 * Your own model needs a name, an initial state and `step`; the rest makes checking faster.
 * A queue, for instance, whose `take` returns `null` when there is nothing in it:
 *
 * ```ts
 * const queue: Model<readonly unknown[]> = {
 *   name: "queue",
 *   initial: [],
 *   step(items, { name, input, output, returned }) {
 *     if (name === "put") return [...items, input];
 *     const [first = null, ...rest] = items;
 *     return returned === undefined || isSame(output, first) ? rest : undefined;
 *   },
 * };
 * ```
 */
import type { Engine } from "../engines/engine.ts";
import type { Operation } from "../history/operation.ts";

export interface Model<State extends {} | null = {} | null> {
  readonly name: string;
  /** The state in which each key starts. */
  readonly initial: State;
  /** The names of the operations that it accepts; any, if missing. */
  readonly operations?: readonly string[];

  /**
   * The state after the operation, or `undefined` if in this state the operation could not have
   * returned what it did. Must not change the given state. An unfinished operation has no output,
   * and could have returned anything.
   */
  step(this: void, state: State, operation: Operation): State | undefined;

  /**
   * Optional: whether the operation leaves every state unchanged. Such operations are placed as
   * soon as they fit, without trying other places.
   */
  readonly isRead?: (operation: Operation) => boolean;

  /**
   * Optional: whether `step` gives the same for every client. Then operations of different clients
   * that are otherwise alike are tried as one.
   */
  readonly ignoresClient?: boolean;

  /**
   * Optional: whether the effect of an unfinished operation is unknown. The operation is left out,
   * and a history that cannot be explained without it is `unknown`.
   */
  readonly isUnpredictable?: (operation: Operation) => boolean;

  /** Optional: engines that decide some histories without a search, in the order of trying. */
  readonly engines?: readonly Engine[];

  /** Optional: what all the operations of a history say about what may still follow a state. */
  readonly lookAhead?: (operations: readonly Operation[]) => Outlook<State>;

  /** Optional: what is known of the operation without trying it. */
  readonly transition?: (operation: Operation) => Transition<State>;
}

export interface Outlook<State> {
  /**
   * Whether an operation that has not taken effect may still do so, now that this state is reached.
   * A search gives up where one cannot.
   */
  mayFollow(this: void, state: State, operation: Operation): boolean;
}

export interface Transition<State> {
  /** The only state in which it could have returned what it did. Missing if there are several. */
  readonly from?: State | undefined;
  /**
   * The state that it leaves, whatever the state before; without `from`, it is possible in every
   * state. Missing if it depends on the state before.
   */
  readonly to?: State | undefined;
}
