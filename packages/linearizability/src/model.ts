/**
 * What an object does when its operations come one at a time. Linearizability holds a concurrent
 * history against it: some order of the operations, true to time, in which each could have given
 * the result that it gave.
 *
 * A model of your own needs a name, an initial state and `step`; the rest makes checking faster.
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
import type { Operation } from "./operation.ts";

export interface Model<State extends {} | null = {} | null> {
  /** Not `register` or `counter`, for which there are faster ways than to ask the model. */
  readonly name: string;
  /** What the object starts out as; each key has one of its own. */
  readonly initial: State;
  /** The names of the operations that it knows, if it is to refuse others. */
  readonly operations?: readonly string[];

  /**
   * The state after the operation, or `undefined` if in this state the operation could not have
   * returned what it did. Must not change the state it is given. One that was not seen to return
   * has no output, and could have returned anything.
   */
  step(this: void, state: State, operation: Operation): State | undefined;

  /**
   * Optional: whether the operation leaves every state as it is. Such operations are put first
   * wherever they fit, without trying other places.
   */
  readonly isRead?: (operation: Operation) => boolean;

  /**
   * Optional: whether nobody can say what the operation would do, because it was not seen to
   * return. It is left out; and a history that cannot be explained without it is `unknown`.
   */
  readonly isUnpredictable?: (operation: Operation) => boolean;

  /** Optional: what is known of the operation without trying it. */
  readonly transition?: (operation: Operation) => Transition<State>;
}

export interface Transition<State> {
  /** The only state in which it could have returned what it did. Missing if there are several. */
  readonly from?: State | undefined;
  /** The state that it leaves behind, whatever the state before. Missing if that depends. */
  readonly to?: State | undefined;
}
