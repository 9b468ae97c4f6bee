/** js-csp's channels, by callback. Its select can be awaited by its own processes alone. */
import { chan, putAsync, takeAsync, type Channel } from "js-csp";
import type { ChannelPrimitive, Primitives } from "@sync-strategies/primitives";

const channel: ChannelPrimitive<Channel<number>> = {
  make: () => chan<number>(),
  send: (to, value) => new Promise<void>((resolve) => putAsync(to, value, () => resolve())),
  receive: (from) => new Promise((resolve) => takeAsync(from, resolve)),
};

const primitives: Primitives = { id: "js-csp", channel };

export default primitives;
