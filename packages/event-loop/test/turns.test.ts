import { afterEach, describe, expect, test, vi } from "vitest";
import { inNextTurn, nextTurn } from "@sync-strategies/event-loop";
import { messageTurns } from "../src/message-turns.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe.each([
  ["setImmediate", inNextTurn],
  ["messages", messageTurns()],
])("turns by %s", (_, callInNextTurn) => {
  test("come after every chain of promises, however long", async () => {
    let steps = 0;
    const chain = async (): Promise<void> => {
      for (; steps < 10_000; steps += 1) await Promise.resolve();
    };
    void chain();
    await new Promise<void>(callInNextTurn);
    expect(steps).toBe(10_000);
  });

  test("are never in the turn of the call", async () => {
    let called = false;
    callInNextTurn(() => (called = true));
    for (let step = 0; step < 100; step += 1) await Promise.resolve();
    expect(called).toBe(false);
    await new Promise<void>(callInNextTurn);
    expect(called).toBe(true);
  });

  test("come in the order of the calls", async () => {
    const order: number[] = [];
    for (const number of [1, 2, 3]) callInNextTurn(() => order.push(number));
    await new Promise<void>(callInNextTurn);
    expect(order).toEqual([1, 2, 3]);
  });

  test("let timers ring", async () => {
    const rung = new Promise<string>((resolve) => setTimeout(resolve, 0, "rung"));
    let turning = true;
    const turnOn = (): void => {
      if (turning) callInNextTurn(turnOn);
    };
    turnOn();
    expect(await rung).toBe("rung");
    turning = false;
  });

  test("come although timers are faked", async () => {
    vi.useFakeTimers();
    const turn = new Promise<void>(callInNextTurn);
    await expect(turn).resolves.toBeUndefined();
  });
});

test("a promise resolves in the next turn", async () => {
  const order: string[] = [];
  inNextTurn(() => order.push("callback"));
  const promise = nextTurn().then(() => order.push("promise"));
  await promise;
  expect(order).toEqual(["callback", "promise"]);
});

test("turns by messages keep a process alive while a turn is pending, and no longer", async () => {
  const before = openPorts();
  const callInNextTurn = messageTurns();
  expect(openPorts()).toBe(before);
  const turn = new Promise<void>(callInNextTurn);
  expect(openPorts()).toBe(before + 1);
  await turn;
  expect(openPorts()).toBe(before);
});

test("turns by messages keep a process alive until the last of them has come", async () => {
  const before = openPorts();
  const callInNextTurn = messageTurns();
  const during: number[] = [];
  callInNextTurn(() => during.push(openPorts()));
  await new Promise<void>(callInNextTurn);
  expect(during).toEqual([before + 1]);
  expect(openPorts()).toBe(before);
});

describe("turns are chosen when the module is loaded", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test("setImmediate where there is one", async () => {
    const immediate = vi.fn<typeof setImmediate>(setImmediate);
    vi.stubGlobal("setImmediate", immediate);
    vi.stubGlobal("MessageChannel", undefined);
    const callInNextTurn = await loadAnew();
    await new Promise<void>(callInNextTurn);
    expect(immediate).toHaveBeenCalledOnce();
  });

  test("messages where there is none, as in browsers, whose ports keep nothing alive", async () => {
    vi.stubGlobal("setImmediate", undefined);
    vi.stubGlobal("MessageChannel", BrowsersChannel);
    const callInNextTurn = await loadAnew();
    const order: number[] = [];
    callInNextTurn(() => order.push(1));
    await new Promise<void>(callInNextTurn);
    expect(order).toEqual([1]);
  });
});

async function loadAnew(): Promise<typeof inNextTurn> {
  vi.resetModules();
  return (await import("../src/turns.ts")).inNextTurn;
}

/** A channel of two ports that can neither be held nor let go. */
class BrowsersChannel {
  readonly port1 = new EventTarget();
  readonly port2 = {
    postMessage: (): void => {
      setTimeout(() => this.port1.dispatchEvent(new Event("message")), 0);
    },
  };

  constructor() {
    Object.assign(this.port1, { start: () => {} });
  }
}

/** How many ports keep this process alive. */
function openPorts(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "MessagePort").length;
}
