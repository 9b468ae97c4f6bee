/** What Go's tests check of `select`. README.md lists them. */
import { Channel, nilChannel, receiving, Select, select, sending } from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, test } from "vitest";
import { stateOf } from "../watched-signal.ts";

/** Seeded, so that the tests of fairness do not depend on luck. */
const generator = xoroshiro128plus(20_260_102);
const random = (): number => uniformFloat64(generator);

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("a case that was carried out is switched off by the nil channel (select.go)", async () => {
  let evaluations = 0;
  /** Sends as often as the channels take something, each at most once. */
  const sendAll = (a: Channel<number>, b: Channel<number>): number => {
    let sent = 0;
    for (;;) {
      const bit = 2 ** sent;
      evaluations += 2;
      const chosen = new Select({ a: sending(a, bit), b: sending(b, bit) }).poll();
      if (chosen === undefined) return sent;
      if (chosen.case === "a") a = nilChannel();
      else b = nilChannel();
      sent += 1;
    }
  };
  const [a, b] = [new Channel<number>(1), new Channel<number>(1)];
  expect(sendAll(a, b)).toBe(2);
  expect((await a.receive())! + (await b.receive())!).toBe(3);
  expect(sendAll(a, nilChannel())).toBe(1);
  // Each select evaluates all its values on entry, also those of nil channels.
  expect(evaluations).toBe(10);
});

test("many selects leave no waiter at the channel that never delivers (select2.go)", async () => {
  const [channel, silent] = [new Channel<number>(), new Channel<number>()];
  const sender = (async () => {
    for (const value of range(10_000)) await channel.send(value);
  })();
  for (const value of range(10_000)) {
    const chosen = await select({ value: receiving(channel), silent: receiving(silent) });
    expect(chosen).toEqual({ case: "value", ok: true, value });
  }
  await sender;
  expect(silent.waiting).toEqual({ senders: 0, receivers: 0 });
});

const withRoom = (): Channel<number> => new Channel<number>(1);
const nil = (): Channel<number> => nilChannel<number>();
const empty = (): Channel<number> => new Channel<number>();
const itself = (channel: Channel<number>) => ({
  out: sending(channel, 1),
  in: receiving(channel),
});
function full(): Channel<number> {
  const channel = withRoom();
  channel.trySend(7);
  return channel;
}

describe("what blocks, what does not, and what fails (select3.go)", () => {
  const shut = new Channel<number>();
  shut.close();
  const closed = expect.objectContaining({ code: "CHANNEL_CLOSED" }) as unknown;

  test.each<[string, () => Promise<unknown>]>([
    ["a send to the nil channel", () => nil().send(7)],
    ["a receive from the nil channel", () => nil().receive()],
    ["a receive where no value is", () => empty().receive()],
    ["a select without cases", () => select({})],
    ["a select that receives from the nil channel", () => select({ in: receiving(nil()) })],
    ["a select that sends to the nil channel", () => select({ out: sending(nil(), 7) })],
    ["a select that does both", () => select({ in: receiving(nil()), out: sending(nil(), 7) })],
    ["a select where no value is", () => select({ in: receiving(empty()) })],
    ["a select that could only meet itself", () => select(itself(empty()))],
  ])("%s waits", async (_, begin) => {
    expect(await stateOf(begin())).toBe("pending");
  });

  test.each<[string, () => Promise<unknown>]>([
    ["a send where there is room", () => withRoom().send(7)],
    ["a receive from a closed channel", () => shut.receive()],
    ["a receive with ok from a closed channel", () => shut.receiveOk()],
    ["a select that sends where there is room", () => select({ out: sending(withRoom(), 7) })],
    ["a select that receives what is there", () => select({ in: receiving(full()) })],
    ["a select that receives from a closed channel", () => select({ in: receiving(shut) })],
  ])("%s does not wait", async (_, begin) => {
    expect(await stateOf(begin())).toBe("done");
  });

  test("a poll never waits", () => {
    expect(new Select({}).poll()).toBeUndefined();
    expect(new Select({ in: receiving(nil()) }).poll()).toBeUndefined();
    expect(new Select({ out: sending(nil(), 7) }).poll()).toBeUndefined();
  });

  test("a closed channel delivers no value, however often it is asked", async () => {
    for (const _ of range(10)) {
      expect(await shut.receive()).toBeUndefined();
      expect(await shut.receiveOk()).toEqual({ ok: false, value: undefined });
    }
  });

  test("a send to a closed channel fails, also in a select", async () => {
    await expect(shut.send(7)).rejects.toEqual(closed);
    await expect(select({ out: sending(shut, 7) })).rejects.toEqual(closed);
  });
});

test("only the chosen case has an effect (select4.go)", async () => {
  const [ready, idle] = [new Channel<number>(1), new Channel<number>()];
  await ready.send(42);
  const effects: string[] = [];
  const chosen = await select({ idle: receiving(idle), ready: receiving(ready) });
  if (chosen.case === "idle") effects.push("idle");
  else effects.push(`ready ${chosen.value}`);
  expect(effects).toEqual(["ready 42"]);
});

const carryOut = (
  cases: Record<string, ReturnType<typeof receiving | typeof sending>>,
  waits: boolean,
) => (waits ? select(cases) : Promise.resolve(new Select(cases).poll()));

/** In Go each form is compiled differently; here each takes another path through the channel. */
describe("an operation among others does what it does alone (select5.go)", () => {
  const unready = {
    none: () => ({}),
    nil: () => ({ nilIn: receiving(nilChannel()), nilOut: sending(nilChannel(), 0) }),
    idle: () => ({ idle: receiving(new Channel<number>()) }),
    busy: () => ({ busy: sending(new Channel<number>(), 0) }),
  };
  const forms = (Object.keys(unready) as (keyof typeof unready)[]).flatMap((others) =>
    [true, false].flatMap((first) =>
      [true, false].flatMap((waits) =>
        [0, 1].map((capacity) => ({ others, first, waits, capacity })),
      ),
    ),
  );
  test.each(forms)("$others, first $first, waits $waits, capacity $capacity", async (form) => {
    const { others, first, waits, capacity } = form;
    const channel = new Channel<number>(capacity);
    const among = (tested: object) =>
      (first ? { ...tested, ...unready[others]() } : { ...unready[others](), ...tested }) as Record<
        string,
        ReturnType<typeof receiving>
      >;

    const sender = channel.send(5);
    const received = await carryOut(among({ tested: receiving(channel) }), waits);
    expect(received).toEqual({ case: "tested", ok: true, value: 5 });
    await sender;

    const receiver = channel.receive();
    const sent = await carryOut(among({ tested: sending(channel, 6) }), waits);
    expect(sent).toMatchObject({ case: "tested", ok: true });
    expect(await receiver).toBe(6);

    if (!waits) {
      expect(await carryOut(among({ tested: receiving(channel) }), false)).toBeUndefined();
    }
  });
});

test("a select that leaves a queue leaves those behind it in place (select6.go)", async () => {
  const [contested, other, done] = [
    new Channel<boolean>(),
    new Channel<boolean>(),
    new Channel<boolean>(),
  ];
  const first = contested.receive();
  const second = (async () => {
    const chosen = await select({ contested: receiving(contested), other: receiving(other) });
    expect(chosen.case).toBe("other");
    await done.send(true);
    return contested.receive();
  })();
  await other.send(true);
  await done.receive();
  await contested.send(true);
  await contested.send(false);
  expect([await first, await second]).toEqual([true, false]);
});

describe("each form of receiver meets each form of sender (select7.go)", () => {
  const receivers: Record<string, (channel: Channel<number>) => Promise<unknown>> = {
    "a receive": (channel) => channel.receiveOk(),
    "a select of one case": (channel) => select({ in: receiving(channel) }),
    "a select of two cases": (channel) =>
      select({ in: receiving(channel), idle: receiving(new Channel<number>()) }),
  };
  const senders: Record<string, (channel: Channel<number>) => Promise<unknown>> = {
    "a send": (channel) => channel.send(1),
    "a select of one case": (channel) => select({ out: sending(channel, 1) }),
    "a select of two cases": (channel) =>
      select({ out: sending(channel, 1), idle: sending(new Channel<number>(), 1) }),
  };
  const pairs = Object.keys(receivers).flatMap((receiver) =>
    Object.keys(senders).map((sender) => [receiver, sender] as const),
  );

  test.each(pairs)("%s and %s", async (receiver, sender) => {
    const channel = new Channel<number>();
    const received = receivers[receiver]!(channel);
    await nextTurn();
    await senders[sender]!(channel);
    expect(await received).toMatchObject({ ok: true, value: 1 });
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
  });
});

test("a select in a loop can be left from each of its cases (select8.go)", async () => {
  const channel = new Channel<number>();
  const sender = (async () => {
    for (;;) await channel.send(5);
  })();
  const turns: string[] = [];
  for (;;) {
    const chosen = await select({ in: receiving(channel) });
    turns.push(chosen.case);
    if (chosen.case === "in") break;
  }
  for (;;) {
    const chosen = new Select({ in: receiving(channel), out: sending(channel, 10) }).poll();
    turns.push(chosen?.case ?? "default");
    if (chosen !== undefined) break;
    await nextTurn();
  }
  expect(turns.every((turn) => turn !== "out")).toBe(true);
  channel.close();
  await expect(sender).rejects.toMatchObject({ code: "CHANNEL_CLOSED" });
});

test.each(["a value", "the end"])(
  "polling two channels finds one ready while at least one always is, by %s (TestNonblockSelectRace, TestNonblockSelectRace2)",
  async (second) => {
    for (const _ of range(1000)) {
      const [one, other] = [new Channel<number>(1), new Channel<number>(1)];
      await one.send(1);
      const poll = nextTurn().then(() =>
        new Select({ one: receiving(one), other: receiving(other) }).poll(),
      );
      if (second === "a value") await other.send(1);
      else other.close();
      one.tryReceive();
      expect(await poll).toBeDefined();
    }
  },
);

test.each([0, 10])(
  "selects that send and receive on one channel of capacity %i never meet themselves (TestSelfSelect)",
  async (capacity) => {
    const channel = new Channel<number>(capacity);
    let fromThemselves = 0;
    const play = async (player: number): Promise<void> => {
      for (const round of range(1000)) {
        const out = sending(channel, player);
        const chosen = await (player === 0 || round % 2 === 0
          ? select({ out, in: receiving(channel) })
          : select({ in: receiving(channel), out }));
        if (chosen.case === "in" && chosen.value === player) fromThemselves += 1;
      }
    };
    await Promise.all([play(0), play(1)]);
    // From a buffer a player may receive what it has sent before.
    if (capacity === 0) expect(fromThemselves).toBe(0);
    expect(channel.waiting).toEqual({ senders: 0, receivers: 0 });
  },
);

test("senders, receivers and selects on four channels all come to their end (TestSelectStress)", async () => {
  const count = 2000;
  const channels = [0, 0, 2, 3].map((capacity) => new Channel<number>(capacity));
  const [a, b, c, d] = channels as [
    Channel<number>,
    Channel<number>,
    Channel<number>,
    Channel<number>,
  ];
  const sendTo = async (channel: Channel<number>): Promise<void> => {
    for (const value of range(count)) await channel.send(value);
  };
  const receiveFrom = async (channel: Channel<number>): Promise<void> => {
    for (const _ of range(count)) await channel.receive();
  };
  /** Takes each case `count` times, and switches it off then. */
  const takeEach = async (
    all: Select<Record<"a" | "b" | "c" | "d", ReturnType<typeof receiving<number>>>>,
  ): Promise<Record<string, number>> => {
    const taken = { a: 0, b: 0, c: 0, d: 0 };
    for (const _ of range(4 * count)) {
      const { case: name } = await all.next();
      taken[name] += 1;
      if (taken[name] === count) all.cases[name].channel = nilChannel();
    }
    return taken;
  };
  const sends = new Select({
    d: sending(d, 0),
    c: sending(c, 0),
    a: sending(a, 0),
    b: sending(b, 0),
  });
  const receives = new Select({
    a: receiving(a),
    b: receiving(b),
    c: receiving(c),
    d: receiving(d),
  });
  const [sent, received] = await Promise.all([
    takeEach(sends as never),
    takeEach(receives),
    ...channels.flatMap((channel) => [sendTo(channel), receiveFrom(channel)]),
  ]);
  const each = { a: count, b: count, c: count, d: count };
  expect([sent, received]).toEqual([each, each]);
  for (const channel of channels) {
    expect([channel.length, channel.waiting]).toEqual([0, { senders: 0, receivers: 0 }]);
  }
});

test("two cases that are always ready are chosen about equally often (TestSelectFairness)", async () => {
  const trials = 10_000;
  const [one, other] = [new Channel<number>(trials + 1), new Channel<number>(trials + 1)];
  for (const _ of range(trials + 1)) {
    one.trySend(1);
    other.trySend(2);
  }
  const idle = [new Channel<number>(), new Channel<number>()];
  const [out, done] = [new Channel<number>(), new Channel<number>()];
  const relay = (async () => {
    for (;;) {
      const { value } = await select(
        {
          idle: receiving(idle[0]!),
          idleToo: receiving(idle[1]!),
          one: receiving(one),
          other: receiving(other),
        },
        { random },
      );
      const step = await select({ out: sending(out, value!), done: receiving(done) });
      if (step.case === "done") return;
    }
  })();
  let ones = 0;
  for (const _ of range(trials)) if ((await out.receive()) === 1) ones += 1;
  done.close();
  await relay;
  // Six standard deviations of a fair coin.
  expect(Math.abs(ones - trials / 2)).toBeLessThan(6 * Math.sqrt(trials / 4));
});

test.each([0, 100])(
  "of two sends on one channel of capacity %i each is chosen, also by a select that had to wait (TestPseudoRandomSend)",
  async (capacity) => {
    const count = 1000;
    const channel = new Channel<number>(capacity);
    let ones = 0;
    const receiver = (async () => {
      for (const _ of range(count)) {
        // The select waits: it has to, where the channel has no room.
        await nextTurn();
        ones += (await channel.receive())!;
      }
    })();
    for (const _ of range(count)) {
      await select({ one: sending(channel, 1), zero: sending(channel, 0) }, { random });
    }
    await receiver;
    expect(Math.abs(ones - count / 2)).toBeLessThan(6 * Math.sqrt(count / 4));
  },
);

test("a select with two cases on one channel leaves no trace of either in its queue (TestSelectDuplicateChannel)", async () => {
  const [twice, once, done] = [new Channel<number>(), new Channel<number>(), new Channel<number>()];
  const first = (async () => {
    const chosen = await select({
      one: receiving(twice),
      other: receiving(twice),
      once: receiving(once),
    });
    expect(chosen.case).toBe("once");
    await done.send(9);
  })();
  const second = twice.receive();
  expect(twice.waiting).toEqual({ senders: 0, receivers: 3 });
  await once.send(7);
  await done.receive();
  await twice.send(8);
  expect(await second).toBe(8);
  await first;
});
