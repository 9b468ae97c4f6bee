export { Actor, type ActorOptions } from "./actor.ts";
export { ActorStore } from "./actor-store.ts";
export { Mailbox, type Mailable } from "./mailbox.ts";
export type { StateMessage } from "./messages.ts";
export { StateActor } from "./state-actor.ts";
