/** The channels of goscript's runtime, and its select as its compiler writes it. */
import { makeChannel, selectStatement, type Channel } from "goscript/gs/builtin";
import type { ChannelPrimitive, Primitives } from "@sync-strategies/primitives";

const channel: ChannelPrimitive<Channel<number>> = {
  make: () => makeChannel(0, 0),
  send: (to, value) => to.send(value),
  receive: (from) => from.receive(),
  makeSelect(channels) {
    const cases = channels.map((from, id) => ({
      id,
      isSend: false,
      channel: from,
      onSelected: async () => {},
    }));
    return () => selectStatement(cases);
  },
};

const primitives: Primitives = { id: "goscript", channel };

export default primitives;
