/**
 * A message was refused because the actor has stopped: it will never be received. If a failure
 * stopped the actor, `cause` is its error.
 *
 * Test for `code` rather than for the class or the message: codes do not change between major
 * versions, messages may, and two copies of a package have two different classes.
 */
export class ActorStoppedError extends Error {
  readonly code = "ACTOR_STOPPED";

  constructor(options?: ErrorOptions) {
    super("The actor has stopped.", options);
    this.name = "ActorStoppedError";
  }
}

/** A message whose sender waited for its outcome was withdrawn: it will never be received. */
export class MessageWithdrawnError extends Error {
  readonly code = "MESSAGE_WITHDRAWN";

  constructor() {
    super("The message was withdrawn before the actor received it.");
    this.name = "MessageWithdrawnError";
  }
}
