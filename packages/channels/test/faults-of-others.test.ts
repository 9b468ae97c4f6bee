/** Faults that were found in other libraries' channels, one test each. */
import { Channel, receiving, Select, select, sending } from "@sync-strategies/channels";
import { expect, test } from "vitest";

/** The state of a promise: its value, its reason, or that it is pending. */
async function soFar(promise: Promise<unknown>): Promise<unknown> {
  // Longer than any chain of promises here.
  for (let hop = 0; hop < 20; hop += 1) await Promise.resolve();
  return Promise.race([promise, Promise.resolve("pending")]);
}

test("two cases of one select never both fire, even if both peers arrive in one step", async () => {
  const [one, other] = [new Channel<string>(), new Channel<string>()];
  const chosen = select({ one: receiving(one), other: receiving(other) });
  const sends = [one.send("first"), other.send("second")];
  expect(await chosen).toMatchObject({ case: "one", value: "first" });
  expect(await soFar(sends[1]!)).toBe("pending");
  expect(other.tryReceive()).toEqual({ ok: true, value: "second" });
});

test("two selects that match on both ends do not wait for each other", async () => {
  const [ping, pong] = [new Channel<string>(), new Channel<string>()];
  const one = select({ send: sending(ping, "ping"), receive: receiving(pong) });
  const other = select({ send: sending(pong, "pong"), receive: receiving(ping) });
  const cases = [(await one).case, (await other).case].toSorted();
  expect(cases).toEqual(["receive", "send"]);
  for (const channel of [ping, pong]) {
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
  }
});

test.each([0, 1])(
  "a sender that waits is neither left hanging by close nor told that it sent (capacity %i)",
  async (capacity) => {
    const channel = new Channel<string>(capacity);
    if (capacity > 0) await channel.send("kept");
    const sender = channel.send("lost");
    const caseOf = select({ send: sending(channel, "lost too") });
    channel.close();
    await expect(sender).rejects.toMatchObject({ code: "CHANNEL_CLOSED" });
    await expect(caseOf).rejects.toMatchObject({ code: "CHANNEL_CLOSED" });
    const rest = [];
    for await (const value of channel) rest.push(value);
    expect(rest).toEqual(capacity > 0 ? ["kept"] : []);
  },
);

test("a late abort removes no other waiter", async () => {
  const channel = new Channel<string>();
  const controller = new AbortController();
  const served = channel.receive({ signal: controller.signal });
  const servedCase = select({ value: receiving(channel) }, { signal: controller.signal });
  const waiting = [channel.receive(), channel.receive()];
  const sends = [channel.send("a"), channel.send("b")];
  controller.abort();
  expect(await served).toBe("a");
  expect(await servedCase).toMatchObject({ value: "b" });
  await Promise.all(sends);
  expect(channel.waiting).toEqual({ senders: 0, receivers: 2 });
  await Promise.all([channel.send("c"), channel.send("d")]);
  expect(await Promise.all(waiting)).toEqual(["c", "d"]);
});

test("a receive does not overtake an earlier select, nor a select an earlier receive", async () => {
  const channel = new Channel<number>();
  const arrivals: string[] = [];
  const note = async (name: string, received: Promise<unknown>): Promise<void> => {
    await received;
    arrivals.push(name);
  };
  const all = [
    note("a select", select({ value: receiving(channel) })),
    note("a receive", channel.receive()),
    note("another select", select({ value: receiving(channel) })),
    note("a receiveOk", channel.receiveOk()),
  ];
  for (let count = 1; count <= all.length; count += 1) {
    await channel.send(count);
    await soFar(Promise.resolve());
    expect(arrivals).toHaveLength(count);
  }
  await Promise.all(all);
  expect(arrivals).toEqual(["a select", "a receive", "another select", "a receiveOk"]);
});

test("selects that overlap lose no wake-up", async () => {
  const [shared, mine, yours] = [
    new Channel<string>(),
    new Channel<string>(),
    new Channel<string>(),
  ];
  const one = new Select({ shared: receiving(shared), own: receiving(mine) });
  const other = new Select({ own: receiving(yours), shared: receiving(shared) });
  for (let round = 0; round < 10; round += 1) {
    const both = [one.next(), other.next()];
    await mine.send("to one alone");
    await shared.send("to the other, which still waits");
    expect(await Promise.all(both)).toMatchObject([
      { case: "own", value: "to one alone" },
      { case: "shared", value: "to the other, which still waits" },
    ]);
  }
});

test("a value cannot be stolen from a select between its match and the next run of its task", async () => {
  const channel = new Channel<string>(1);
  const waiting = select({ value: receiving(channel) });
  await Promise.resolve();
  expect(channel.trySend("for the select")).toBe(true);
  // The select's task has not run yet, but the value is already gone.
  expect(channel.tryReceive()).toBeUndefined();
  expect(channel.length).toBe(0);
  channel.close();
  expect(await waiting).toEqual({ case: "value", ok: true, value: "for the select" });
});

test("a value that a select received is not lost to an abort or a time limit in the same step", async () => {
  const channel = new Channel<string>();
  const controller = new AbortController();
  const options = { signal: controller.signal, timeoutMs: 1_000_000 };
  const received = select({ value: receiving(channel) }, options);
  const sent = channel.send("delivered");
  controller.abort(new Error("too late"));
  expect(await received).toMatchObject({ ok: true, value: "delivered" });
  await sent;

  const send = select(
    { value: sending(channel, "taken") },
    { signal: new AbortController().signal },
  );
  expect(channel.tryReceive()).toEqual({ ok: true, value: "taken" });
  expect(await send).toMatchObject({ case: "value" });
});
