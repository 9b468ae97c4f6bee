export { Actor, type ActorInspection, type ActorOptions } from "./actor.ts";
export { ActorStoppedError, MessageWithdrawnError } from "./errors.ts";
export { Mailbox, type Mailable } from "./mailbox.ts";
