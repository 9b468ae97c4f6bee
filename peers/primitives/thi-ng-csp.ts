/** @thi.ng/csp's channels, which hold at least one value. */
import { channel as makeChannel, select, type Channel } from "@thi.ng/csp";
import type { ChannelPrimitive, Primitives } from "@sync-strategies/primitives";

const channel: ChannelPrimitive<Channel<number>> = {
  make: () => makeChannel<number>(),
  send: (to, value) => to.write(value),
  receive: (from) => from.read(),
  makeSelect:
    ([first, ...others]) =>
    () =>
      first && select(first, ...others),
};

const primitives: Primitives = { id: "@thi.ng/csp", channel };

export default primitives;
