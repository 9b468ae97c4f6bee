/**
 * An operation was called on a store after `close`. The operation never takes effect.
 *
 * Test for `code` rather than for the class or the message: codes do not change between major
 * versions, messages may, and two copies of a package have two different classes.
 */
export class StoreClosedError extends Error {
  readonly code = "STORE_CLOSED";

  constructor(message = "The store is closed.") {
    super(message);
    this.name = "StoreClosedError";
  }
}

/**
 * The store lost touch with the state while the operation was under way: it may have taken effect,
 * and may yet do so, once. A caller that retries must be able to do it twice.
 */
export class OutcomeUnknownError extends Error {
  readonly code = "OUTCOME_UNKNOWN";

  constructor(message = "The operation may or may not have taken effect.") {
    super(message);
    this.name = "OutcomeUnknownError";
  }
}
