/**
 * What one client asked of an object, the answer, and when. Histories of another shape are
 * converted to these.
 *
 * Time is a count of events, calls and returns alike. An operation that returned at event 7 came
 * before one that was called at event 8; that is all that linearizability asks of time, and it is
 * exact where clocks are not. Any finite numbers are allowed, with or without gaps. Operations are
 * closed intervals: one that returned at 7 and one that was called at 7 overlap.
 *
 * Operations are plain data: a value of JSON, sent and stored as it is.
 */
export interface Operation {
  readonly client: number;
  /** What people call the client, where its number alone does not say which one it is. */
  readonly clientTitle?: string;
  /** The object it was applied to: each key is a separate object. Empty if there is only one. */
  readonly key: string;
  /** What was asked, in the model's words: `read`, `write`, `append`. */
  readonly name: string;
  /** The argument. */
  readonly input?: unknown;
  /** The result. */
  readonly output?: unknown;
  /** The event of its call. */
  readonly called: number;
  /**
   * The event of its return, not before that of its call. Missing for an unfinished
   * operation: it may take effect at any moment after its call, or never.
   */
  readonly returned?: number | undefined;
}

/** The client's name in texts for people: "client 4", unless it has a title. */
export function clientOf({ client, clientTitle }: Operation): string {
  return clientTitle ?? `client ${client}`;
}

/** The latest moment at which it can have taken effect. */
export function returnOf(operation: Operation): number {
  return operation.returned ?? Infinity;
}

/** The operations of each key, in the order of their calls. */
export function partitionByKey(operations: readonly Operation[]): Map<string, Operation[]> {
  const byKey = new Map<string, Operation[]>();
  for (const operation of operations.toSorted((one, other) => one.called - other.called)) {
    const sameKey = byKey.get(operation.key);
    if (sameKey === undefined) byKey.set(operation.key, [operation]);
    else sameKey.push(operation);
  }
  return byKey;
}
