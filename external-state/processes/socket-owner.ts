import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { OwnerStore, PortLine } from "@sync-strategies/owner-thread-stores/store";
import type { SharedStrategy, Storable } from "@sync-strategies/state-store";
import { OwnerProcess, ownIfAsked } from "../base/owner-process.ts";
import { SocketPort } from "../base/socket-port.ts";

ownIfAsked();

const socketOwner: SharedStrategy = {
  id: "socket-owner",
  title: "Owner process",
  summary: "A process owns the state; what one turn asks of it is one message on a Unix socket.",
  reply: "a promise for each request, which the owner's reply settles",
  traits: {
    access: "owner-task",
    exclusion: "key",
    reads: "never-wait",
    updaterRuns: "once",
    values: "copy",
    survivesKill: true,
    control: false,
  },
  span: "processes",
  async createState({ folder }) {
    const owner = await OwnerProcess.start(fileURLToPath(import.meta.url), folder);
    return {
      addressFor: () => {
        owner.assertRunning();
        return { address: owner.socketPath };
      },
      [Symbol.asyncDispose]: () => owner[Symbol.asyncDispose](),
    };
  },
  async openStore<Key, Value extends Storable>(address: unknown) {
    const socket = connect(address as string);
    await once(socket, "connect");
    const port = new SocketPort(socket);
    return new OwnerStore<Key, Value>((listener) => new PortLine(port, true, listener));
  },
};

export default socketOwner;
