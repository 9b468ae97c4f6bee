/**
 * A schedule cannot be replayed. Test for `code`; messages may change.
 *
 * - `SCHEDULE_MALFORMED`: it is not a string of the scenario's client letters.
 * - `SCHEDULE_IMPOSSIBLE`: a client that should take a step cannot, because it waits or has
 *   finished, or because the run is over. A schedule that fails on one store is often impossible
 *   on a better one: there, the client that overtook has to wait.
 */
export class InvalidScheduleError extends Error {
  readonly code: "SCHEDULE_MALFORMED" | "SCHEDULE_IMPOSSIBLE";

  constructor(code: InvalidScheduleError["code"], message: string) {
    super(message);
    this.name = "InvalidScheduleError";
    this.code = code;
  }
}

/**
 * The store cannot be explored. Test for `code`; messages may change.
 *
 * - `STORE_NOT_CREATED`: `createStore` returned a promise that did not resolve in time.
 * - `STORE_NOT_DETERMINISTIC`: the same steps on a fresh store had another result. The store
 *   depends on time, or on state that outlives it.
 * - `STORE_WAITS_OUTSIDE`: an operation waits for a timer, for I/O or for another thread, whose
 *   time of arrival no schedule decides.
 */
export class UnexplorableStoreError extends Error {
  readonly code: "STORE_NOT_CREATED" | "STORE_NOT_DETERMINISTIC" | "STORE_WAITS_OUTSIDE";

  constructor(code: UnexplorableStoreError["code"], message: string) {
    super(message);
    this.name = "UnexplorableStoreError";
    this.code = code;
  }
}
