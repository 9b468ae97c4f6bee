/** ts-chan's channels and select. */
import { Chan, recv, Select } from "ts-chan";
import type { ChannelPrimitive, Primitives } from "@sync-strategies/primitives";

const channel: ChannelPrimitive<Chan<number>> = {
  make: () => new Chan<number>(),
  send: (to, value) => to.send(value),
  receive: (from) => from.recv(),
  makeSelect(channels) {
    const select = new Select(channels.map((from) => recv(from)));
    return async () => select.recv(select.cases[await select.wait()]);
  },
};

const primitives: Primitives = { id: "ts-chan", channel };

export default primitives;
