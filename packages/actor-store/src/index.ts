export { Actor, type ActorOptions } from "./actor.ts";
export { Mailbox, type Mailable } from "./mailbox.ts";
