import { Outbox } from "./outbox.ts";
import type { Asker, OwnedState } from "./owned-state.ts";
import type { Port } from "./port.ts";
import { askIn, FIELDS_PER_REPLY, FIELDS_PER_REQUEST, idIn } from "./requests.ts";

/**
 * Serves the member at the other end of the port, in the order of its requests, until the port
 * closes, as it does when the member ends.
 */
export function servePort(
  state: OwnedState<unknown, unknown>,
  port: Port,
  isBatched: boolean,
): void {
  const outbox = new Outbox(port, { isBatched, fieldsPerRecord: FIELDS_PER_REPLY });
  const member: Asker<unknown> = {
    isGone: false,
    reply: (id, value) => outbox.post(id, value),
  };
  port.on("message", (fields) => {
    for (let at = 0; at < fields.length; at += FIELDS_PER_REQUEST) {
      const head = fields[at] as number;
      state.serve(member, askIn(head), idIn(head), fields[at + 1], fields[at + 2]);
    }
  });
  port.on("close", () => state.forget(member));
}
