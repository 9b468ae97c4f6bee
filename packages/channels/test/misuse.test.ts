/** Mistakes of callers, who may write JavaScript: each is answered by an error that names it. */
import { describe, expect, test } from "vitest";
import {
  aborting,
  Channel,
  nilChannel,
  receiving,
  select,
  Select,
  sending,
  settling,
  type WaitOptions,
} from "@sync-strategies/channels";

/** Passes a value that the types refuse. */
const wrong = (value: unknown): never => value as never;

const mistakenOptions: [string, unknown, unknown][] = [
  ["null", null, TypeError],
  ["a number", 5, TypeError],
  ["a string", "signal", TypeError],
  ["a function", () => {}, TypeError],
  ["the signal itself", new AbortController().signal, TypeError],
  ["a signal that is none", { signal: {} }, TypeError],
  ["a signal that is null", { signal: null }, TypeError],
  ["a controller for a signal", { signal: new AbortController() }, TypeError],
  ["a time limit that is a string", { timeoutMs: "5" }, TypeError],
  ["a time limit that is null", { timeoutMs: null }, TypeError],
  ["a time limit that is not a number", { timeoutMs: Number.NaN }, RangeError],
  ["a negative time limit", { timeoutMs: -1 }, RangeError],
  ["a time limit longer than any timer", { timeoutMs: 2 ** 31 }, RangeError],
];

describe.each(mistakenOptions)("%s as options", (_, options, error) => {
  const given: WaitOptions = wrong(options);

  test("rejects a send, which sends nothing", async () => {
    const channel = new Channel<number>(1);
    await expect(channel.send(1, given)).rejects.toBeInstanceOf(error);
    expect(channel.length).toBe(0);
  });

  test("rejects each kind of receive, which takes nothing", async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    await expect(channel.receive(given)).rejects.toBeInstanceOf(error);
    await expect(channel.receiveOk(given)).rejects.toBeInstanceOf(error);
    await expect(channel.values(given).next()).rejects.toBeInstanceOf(error);
    await expect(select({ a: receiving(channel) }, given)).rejects.toBeInstanceOf(error);
    const again = new Select({ a: receiving(channel) });
    await expect(again.next(given)).rejects.toBeInstanceOf(error);
    expect(channel.length).toBe(1);
    expect(again.poll()).toMatchObject({ value: 1 });
  });
});

test.each([-1, 1.5, Number.NaN, Infinity, "1", null, {}, 1n])(
  "a capacity of %s is refused",
  (capacity) => {
    expect(() => new Channel(wrong(capacity))).toThrow(RangeError);
  },
);

describe("a case", () => {
  test("of what is no channel, signal or promise is refused when it is made", () => {
    for (const value of [undefined, null, 5, {}, () => {}, [], Promise.resolve()]) {
      expect(() => receiving(wrong(value))).toThrow("A case needs a channel to receive from, not");
      expect(() => sending(wrong(value), 1)).toThrow("A case needs a channel to send to, not");
    }
    expect(() => aborting(wrong(new AbortController()))).toThrow("A case needs an AbortSignal");
    for (const value of [null, 5, {}, "promise"]) {
      expect(() => settling(wrong(value))).toThrow("A case needs a promise, not");
    }
  });

  test("to which such a thing is given names itself, and keeps what it had", () => {
    const channel = new Channel<number>(1);
    const cases = new Select({
      jobs: receiving(channel),
      results: sending(channel, 1),
      stop: aborting(AbortSignal.abort()),
      loaded: settling(Promise.resolve()),
    }).cases;
    expect(() => (cases.jobs.channel = wrong(undefined))).toThrow(
      new TypeError('The case "jobs" needs a channel to receive from, not undefined.'),
    );
    expect(() => (cases.results.channel = wrong(null))).toThrow('The case "results" needs');
    expect(() => (cases.stop.signal = wrong("now"))).toThrow('The case "stop" needs');
    expect(() => (cases.loaded.promise = wrong(1))).toThrow('The case "loaded" needs');
    expect([cases.jobs.channel, cases.results.channel]).toEqual([channel, channel]);
    expect(() => (new Select([receiving(channel)]).cases[0].channel = wrong(1))).toThrow(
      "The case 0 needs a channel",
    );
  });
});

describe("a select", () => {
  test("that is refused takes none of its cases", async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    const [fresh, used] = [receiving(channel), receiving(channel)];
    void new Select({ used });
    expect(() => new Select({ fresh, used })).toThrow('"used" belongs to another select');
    expect(() => new Select({ fresh, homemade: wrong({ kind: "receive", channel }) })).toThrow(
      '"homemade" must be made by',
    );
    expect(() => new Select({ fresh, again: fresh })).toThrow('"again" belongs to another select');
    for (const options of [null, 5]) {
      expect(() => new Select({ fresh }, wrong(options))).toThrow(
        `The options of a select must be an object, not ${options}.`,
      );
    }
    expect(await select({ fresh })).toMatchObject({ case: "fresh", value: 1 });
  });

  test("of channels themselves, of false or of null is refused", async () => {
    for (const value of [new Channel(), null, false, Promise.resolve()]) {
      await expect(select({ a: wrong(value) })).rejects.toThrow('"a" must be made by');
    }
    for (const cases of [null, undefined, 5, "cases"]) {
      await expect(select(wrong(cases))).rejects.toThrow("The cases of a select are");
    }
  });

  test.each([-0.1, 1, 2, Number.NaN, undefined, "x"])(
    "whose random() returns %s is refused, and takes nothing",
    async (share) => {
      const channel = new Channel<number>(2);
      channel.trySend(1);
      channel.trySend(2);
      const random = (): number => wrong(share);
      const both = new Select({ a: receiving(channel), b: receiving(channel) }, { random });
      expect(() => both.poll()).toThrow(RangeError);
      await expect(both.next()).rejects.toBeInstanceOf(RangeError);
      expect(channel.length).toBe(2);

      channel.tryReceive();
      channel.tryReceive();
      // Now both cases would wait in one queue, in a random order.
      await expect(both.next()).rejects.toBeInstanceOf(RangeError);
      expect(channel.waiting.receivers).toBe(0);
    },
  );

  test("whose random() returns 0 takes the first case", () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    const cases = { a: receiving(channel), b: receiving(channel) };
    expect(new Select(cases, { random: () => 0 }).poll()).toMatchObject({ case: "a", value: 1 });
  });

  test("whose random is no function is refused", () => {
    expect(() => new Select({}, { random: wrong(0.5) })).toThrow("random must be a function");
  });

  test("that waits sends the value that it had when it began, to the channel of that time", async () => {
    const [channel, other] = [new Channel<number>(), new Channel<number>()];
    const again = new Select({ out: sending(channel, 1) });
    const first = again.next();
    again.cases.out.value = 2;
    again.cases.out.channel = other;
    expect(channel.tryReceive()).toEqual({ ok: true, value: 1 });
    await first;
    const second = again.next();
    again.cases.out.value = 3;
    expect(other.tryReceive()).toEqual({ ok: true, value: 2 });
    await second;
  });

  test("that waits goes on waiting for the signal and the promise that it began with", async () => {
    const controller = new AbortController();
    const again = new Select({
      stop: aborting(controller.signal),
      loaded: settling(new Promise<number>(() => {})),
    });
    const chosen = again.next();
    again.cases.stop.signal = undefined;
    again.cases.loaded.promise = Promise.resolve(1);
    controller.abort("enough");
    expect(await chosen).toMatchObject({ case: "stop", value: "enough" });
    expect(await again.next()).toMatchObject({ case: "loaded", value: 1 });
  });
});

test("an error quotes text of up to 40 characters", () => {
  const text = "x".repeat(40);
  expect(() => receiving(wrong(text))).toThrow(`not "${text}"`);
  expect(() => receiving(wrong(`${text}x`))).toThrow("not a long string");
});

test("the nil channel refuses to be closed", () => {
  expect(() => nilChannel().close()).toThrow(TypeError);
});
