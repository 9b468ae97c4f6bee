/**
 * Whether the promise that is made now, from another one, comes of an `await` of that one, of an
 * async function that returns it, or of `Promise.all` and its kind. False for `then`, `catch`,
 * `finally` and `Promise.race`: there the task may go on meanwhile, until it awaits their promise.
 *
 * Only the stack tells: V8 lists its own functions in it.
 */
export function isAwait(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  const { stack } = new Error("Where a promise is made");
  Error.stackTraceLimit = limit;
  if (typeof stack !== "string") return true;
  const frames = stack.split("\n").slice(1);
  const then = frames.findIndex((frame) => BUILT_IN_THEN.test(frame));
  if (then === -1) return true;
  const caller = frames[then + 1];
  // An async function that returns the promise subscribes to it in a microtask, from no function.
  return caller === undefined || caller.includes("(node:internal/") || AGGREGATE.test(caller);
}

const BUILT_IN_THEN = /^\s+at Promise\.then \(<anonymous>\)$/;
const AGGREGATE = /^\s+at (?:Function|Promise)\.(?:all|allSettled|any) \(<anonymous>\)$/;
