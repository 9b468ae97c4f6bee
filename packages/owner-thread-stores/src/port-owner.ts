/**
 * The program of an owner that members ask by messages. It serves a member's requests in the order
 * of their arrival, and the members as their messages come.
 */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { Outbox } from "./outbox.ts";
import { OwnedState, type Asker } from "./owned-state.ts";
import { FIELDS_PER_REPLY, FIELDS_PER_REQUEST, type Ask } from "./requests.ts";

const { isBatched } = workerData as { isBatched: boolean };
const state = new OwnedState<unknown, unknown>();

/** Serves the member at the other end of the port until that closes, as it does when a thread ends. */
function serve(port: MessagePort): void {
  const outbox = new Outbox(port, { isBatched, fieldsPerRecord: FIELDS_PER_REPLY });
  const member: Asker<unknown> = {
    isGone: false,
    reply: (id, value) => outbox.post(id, value),
  };
  port.on("message", (fields: readonly unknown[]) => {
    for (let at = 0; at < fields.length; at += FIELDS_PER_REQUEST) {
      state.serve(
        member,
        fields[at] as Ask,
        fields[at + 1] as number,
        fields[at + 2],
        fields[at + 3],
      );
    }
  });
  port.on("close", () => state.forget(member));
}

parentPort!.on("message", serve);
parentPort!.postMessage("ready");
