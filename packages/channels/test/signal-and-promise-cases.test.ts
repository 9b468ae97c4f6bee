import { once } from "node:events";
import { describe, expect, test, vi } from "vitest";
import {
  aborting,
  Channel,
  nilChannel,
  receiving,
  Select,
  select,
  sending,
  settling,
} from "@sync-strategies/channels";
import { stateOf, WatchedController } from "./watched-signal.ts";

describe("a case of a signal", () => {
  test("is ready once the signal has aborted, and its value is the reason", async () => {
    const controller = new AbortController();
    const cases = new Select({ stop: aborting(controller.signal) });
    expect(cases.poll()).toBeUndefined();
    const reason = new Error("enough");
    controller.abort(reason);
    const chosen = { case: "stop", ok: true, value: reason };
    expect(cases.poll()).toEqual(chosen);
    expect(await cases.next()).toEqual(chosen);
  });

  test("ends a wait without rejecting it, and leaves no listener", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const chosen = select({ job: receiving(channel), stop: aborting(controller.signal) });
    expect(controller.listeners).toBe(1);
    controller.abort("enough");
    expect(await chosen).toEqual({ case: "stop", ok: true, value: "enough" });
    expect([controller.listeners, channel.waiting.receivers]).toEqual([0, 0]);
  });

  test("leaves no listener in any round of a loop", async () => {
    const channel = new Channel<number>();
    const controller = new WatchedController();
    const work = new Select({ job: receiving(channel), stop: aborting(controller.signal) });
    for (let round = 0; round < 100; round += 1) {
      const chosen = work.next();
      expect(controller.listeners).toBe(1);
      await channel.send(round);
      expect(controller.listeners).toBe(0);
      expect(await chosen).toMatchObject({ case: "job", value: round });
    }
  });

  test("may have several cases of one signal, of which one is chosen", async () => {
    const controller = new WatchedController();
    const { signal } = controller;
    const chosen = select([aborting(signal), aborting(signal)]);
    const other = select({ stop: aborting(signal) });
    controller.abort("enough");
    expect(await chosen).toMatchObject({ ok: true, value: "enough" });
    expect(await other).toMatchObject({ case: "stop" });
    expect(controller.listeners).toBe(0);
  });

  test("is off without a signal, and can be switched off", async () => {
    const { signal } = new AbortController();
    const cases = new Select({ none: aborting(undefined), off: aborting(AbortSignal.abort()) });
    cases.cases.off.signal = undefined;
    expect(cases.poll()).toBeUndefined();
    cases.cases.none.signal = signal;
    expect(cases.poll()).toBeUndefined();
    cases.cases.off.signal = AbortSignal.abort("now");
    expect(await cases.next()).toMatchObject({ case: "off", value: "now" });
  });

  test("rejects the wait where the same signal is also an option", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const chosen = select({ stop: aborting(signal) }, { signal });
    controller.abort("enough");
    await expect(chosen).rejects.toBe("enough");
  });
});

describe("a case of a promise", () => {
  test("is ready once the promise is fulfilled, and has its value", async () => {
    const channel = new Channel<number>();
    const promise = Promise.resolve("loaded");
    const cases = new Select({ job: receiving(channel), loaded: settling(promise) });
    const chosen = { case: "loaded", ok: true, value: "loaded" };
    expect(await cases.next()).toEqual(chosen);
    expect(cases.poll()).toEqual(chosen);
    expect(channel.waiting.receivers).toBe(0);
  });

  test("hands over a rejection as a result, which rejects neither select nor process", async () => {
    const error = new Error("not loaded");
    const cases = new Select({ loaded: settling(Promise.reject(error)) });
    const chosen = { case: "loaded", ok: false, value: undefined, error };
    expect(await cases.next()).toEqual(chosen);
    expect(cases.poll()).toEqual(chosen);
  });

  test("wakes every select that waits for the promise", async () => {
    const loading = new EventTarget();
    const promise = once(loading, "load");
    const [one, other] = [select([settling(promise)]), select({ loaded: settling(promise) })];
    const gone = select({ loaded: settling(promise), now: sending(new Channel<number>(1), 1) });
    expect(await gone).toMatchObject({ case: "now" });
    const event = new Event("load");
    loading.dispatchEvent(event);
    expect(await one).toEqual({ case: 0, ok: true, value: [event] });
    expect(await other).toEqual({ case: "loaded", ok: true, value: [event] });
  });

  test("adds one reaction to a promise, however many rounds and selects wait for it", async () => {
    const never = new Promise<string>(() => {});
    const reactions = vi.spyOn(never, "then");
    const channel = new Channel<number>();
    const kept = new Select({ job: receiving(channel), loaded: settling(never) });
    for (let round = 0; round < 100; round += 1) {
      const again =
        round % 2 === 0 ? kept : new Select({ job: receiving(channel), loaded: settling(never) });
      const chosen = again.next();
      await channel.send(round);
      expect(await chosen).toMatchObject({ case: "job", value: round });
    }
    expect(reactions).toHaveBeenCalledOnce();
  });

  test("made anew in each round still has its turn beside a channel that is always ready", async () => {
    const busy = new Channel<number>();
    busy.close();
    const promise = Promise.resolve("loaded");
    let chosen;
    do chosen = await select({ busy: receiving(busy), loaded: settling(promise) });
    while (chosen.case === "busy");
    expect(chosen).toEqual({ case: "loaded", ok: true, value: "loaded" });
  });

  test("takes any thenable, also one that calls back twice", async () => {
    const thenable = {
      // oxlint-disable-next-line unicorn/no-thenable -- it is what the test is about
      then(fulfilled: (value: number) => void, rejected: (error: Error) => void) {
        fulfilled(1);
        rejected(new Error("too late"));
      },
    } as PromiseLike<number>;
    const chosen = await select({ value: settling(thenable) });
    expect(chosen).toEqual({ case: "value", ok: true, value: 1 });
  });

  test("is off without a promise, and can get the next one", async () => {
    const cases = new Select({ loaded: settling<number>(undefined) });
    expect(await stateOf(cases.next())).toBe("pending");
    const [first, second] = [Promise.resolve(1), Promise.resolve(2)];
    const again = new Select({ loaded: settling(first) });
    expect(again.cases.loaded.promise).toBe(first);
    expect(await again.next()).toMatchObject({ value: 1 });
    again.cases.loaded.promise = second;
    expect(again.cases.loaded.promise).toBe(second);
    expect(again.poll()).toBeUndefined();
    expect(await again.next()).toMatchObject({ value: 2 });
    again.cases.loaded.promise = undefined;
    expect(again.poll()).toBeUndefined();
  });
});

describe("cases in an array", () => {
  test("are told apart by their index, a number", async () => {
    const channels = Array.from({ length: 3 }, () => new Channel<string>(1));
    channels[2]?.trySend("value");
    const cases = channels.map((channel) => receiving(channel));
    const chosen = await select(cases);
    expect(chosen).toEqual({ case: 2, ok: true, value: "value" });
    expect(cases[chosen.case]?.channel).toBe(channels[2]);
  });

  test("of every kind are carried out", async () => {
    const channel = new Channel<number>(1);
    expect(await select([receiving(channel), sending(channel, 1)])).toMatchObject({ case: 1 });
    expect(await select([receiving(channel), aborting(undefined)])).toMatchObject({
      case: 0,
      value: 1,
    });
  });

  test("keep their index when others are switched off", async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    expect(await select([undefined, receiving(nilChannel()), receiving(channel)])).toMatchObject({
      case: 2,
    });
  });

  test("may be none", async () => {
    expect(await stateOf(select([]))).toBe("pending");
  });
});

test("a case that is undefined is switched off", async () => {
  const channel = new Channel<number>(1);
  channel.trySend(1);
  const optional: { urgent?: ReturnType<typeof receiving<number>> } = {};
  expect(await select({ ...optional, off: undefined, job: receiving(channel) })).toMatchObject({
    case: "job",
  });
});
