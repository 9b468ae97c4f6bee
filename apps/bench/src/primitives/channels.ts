/** The repository's channels; their server is an owner with a reply channel for each request. */
import { Channel, receiving, Select } from "@sync-strategies/channels";
import type { ChannelPrimitive, Primitives } from "@sync-strategies/primitives";

const channel: ChannelPrimitive<Channel<number>> = {
  make: () => new Channel<number>(),
  send: (to, value) => to.send(value),
  receive: (from) => from.receive(),
  makeSelect(channels) {
    const cases = channels.map((from, index) => [`case ${index}`, receiving(from)] as const);
    const select = new Select(Object.fromEntries(cases));
    return () => select.next();
  },
};

interface Request {
  readonly request: number;
  readonly reply: Channel<number>;
}

async function own(requests: Channel<Request>, serve: (request: number) => number): Promise<void> {
  for (;;) {
    const received = requests.tryReceive() ?? (await requests.receiveOk());
    if (!received.ok) return;
    const { request, reply } = received.value;
    reply.post(serve(request));
  }
}

const primitives: Primitives = {
  id: "channels",
  channel,
  startServer(serve) {
    const requests = new Channel<Request>();
    void own(requests, serve);
    return (request) => {
      const reply = new Channel<number>();
      requests.post({ request, reply });
      return reply.receive();
    };
  },
};

export default primitives;
