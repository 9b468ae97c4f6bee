import { AsyncLocalStorage } from "node:async_hooks";
import {
  Actor,
  type ActorOptions,
  ActorStoppedError,
  type Mailable,
  MessageWithdrawnError,
} from "@sync-strategies/actor-store";
import { startDiagnostics, stopDiagnostics } from "@sync-strategies/diagnostics";
import { nextTurn } from "@sync-strategies/event-loop";
import { describe, expect, test, vi } from "vitest";

interface Order extends Mailable {
  readonly text: string;
}

const order = (text: string): Order => ({ text, place: -1 });

/** Fails on orders that begin with "bad": at once, or after an await if they are "bad later". */
class Cook extends Actor<Order> {
  readonly cooked: string[] = [];

  protected override receive({ text }: Order): Promise<void> | undefined {
    if (text === "bad later") return nextTurn().then(() => Promise.reject(new Error(text)));
    if (text.startsWith("bad")) throw new Error(text);
    this.cooked.push(text);
    return text === "slow" ? nextTurn() : undefined;
  }
}

const failing = ["bad", "bad later"];

test("the refusals of an actor say what happened", () => {
  expect(new ActorStoppedError()).toMatchObject({
    name: "ActorStoppedError",
    message: expect.stringContaining("stopped"),
  });
  expect(new MessageWithdrawnError()).toMatchObject({
    name: "MessageWithdrawnError",
    message: expect.stringContaining("withdrawn"),
  });
});

describe("an actor whose handler fails", () => {
  test.each(failing)("tells the sender that asked (%s)", async (text) => {
    const cook = new Cook();
    await expect(cook.ask(order(text))).rejects.toThrow(text);
  });

  test.each(failing)("tells the sender whose message can be rejected (%s)", async (text) => {
    const cook = new Cook();
    const reject = vi.fn<(reason: unknown) => void>();
    cook.post({ ...order(text), reject });
    await nextTurn();
    await nextTurn();
    expect(reject).toHaveBeenCalledExactlyOnceWith(new Error(text));
  });

  test.each(failing)("stops, and refuses what waits and what comes later (%s)", async (text) => {
    const cook = new Cook({ mailboxCapacity: 2 });
    const failed = cook.ask(order(text));
    const outcomes = Promise.allSettled([
      cook.ask(order("in the mailbox")),
      cook.send(order("taken once there is room")),
      cook.ask(order("waits for room")),
      cook.send(order("waits as well")),
    ]);
    await expect(failed).rejects.toThrow(text);
    const refusal = { code: "ACTOR_STOPPED", cause: new Error(text) };
    expect(await outcomes).toMatchObject([
      { status: "rejected", reason: refusal },
      { status: "fulfilled" },
      { status: "rejected", reason: refusal },
      { status: "rejected", reason: refusal },
    ]);
    await expect(cook.send(order("later"))).rejects.toMatchObject(refusal);
    await expect(cook.ask(order("later"))).rejects.toMatchObject(refusal);
    expect(() => cook.post(order("later"))).toThrow(ActorStoppedError);
    expect(cook.cooked).toEqual([]);
    expect(cook.inspect()).toEqual({ status: "stopped", messages: 0, waiting: 0, waits: [] });
  });

  test.each(failing)("goes on with the next message if its owner says so (%s)", async (text) => {
    const failures: unknown[] = [];
    const onFailure: ActorOptions<Order>["onFailure"] = (error, message) => {
      failures.push([error, message.text]);
      return "resume";
    };
    const cook = new Cook({ onFailure });
    const failed = cook.ask(order(text));
    const next = cook.ask(order("soup"));
    await expect(failed).rejects.toThrow(text);
    await next;
    expect(failures).toEqual([[new Error(text), text]]);
    expect(cook.cooked).toEqual(["soup"]);
    expect(cook.inspect().status).toBe("idle");
  });

  test("stops if its owner says so, message by message", async () => {
    const cook = new Cook({
      onFailure: (_, { text }) => (text === "bad twice" ? "stop" : "resume"),
    });
    cook.post(order("bad once"));
    cook.post(order("soup"));
    await expect(cook.ask(order("bad twice"))).rejects.toThrow("bad twice");
    await expect(cook.ask(order("bread"))).rejects.toMatchObject({ code: "ACTOR_STOPPED" });
    expect(cook.cooked).toEqual(["soup"]);
  });

  test("leaves an error unhandled that neither sender nor owner learns of", async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.once("unhandledRejection", unhandled);
    new Cook().post(order("bad"));
    await nextTurn();
    await nextTurn();
    process.off("unhandledRejection", unhandled);
    expect(unhandled.mock.calls.map(([reason]) => reason)).toEqual([new Error("bad")]);
  });

  test("leaves nothing unhandled that its owner learns of", async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.once("unhandledRejection", unhandled);
    const onFailure = vi.fn<(error: unknown) => "stop">(() => "stop");
    new Cook({ onFailure }).post(order("bad"));
    await nextTurn();
    await nextTurn();
    process.off("unhandledRejection", unhandled);
    expect(onFailure.mock.calls.map(([error]) => error)).toEqual([new Error("bad")]);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("stops if its owner's answer fails as well, and leaves that error unhandled", async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.once("unhandledRejection", unhandled);
    const cook = new Cook({
      onFailure: () => {
        throw new Error("the owner's");
      },
    });
    await expect(cook.ask(order("bad"))).rejects.toThrow("bad");
    await nextTurn();
    process.off("unhandledRejection", unhandled);
    expect(unhandled.mock.calls.map(([reason]) => reason)).toEqual([new Error("the owner's")]);
    expect(cook.inspect().status).toBe("stopped");
  });
});

test("an actor that is stopped finishes the message that it carries out, and refuses the others", async () => {
  const cook = new Cook();
  const slow = cook.ask(order("slow"));
  const next = cook.ask(order("soup"));
  await Promise.resolve();
  expect(cook.inspect()).toEqual({ status: "busy", messages: 1, waiting: 0, waits: [] });
  cook.stop({ cause: "closing time" });
  cook.stop({ cause: "too late" });
  await expect(next).rejects.toMatchObject({ code: "ACTOR_STOPPED", cause: "closing time" });
  await slow;
  await nextTurn();
  expect(cook.cooked).toEqual(["slow"]);
});

test("an answer to a question comes when the message has been carried out, not when it was taken", async () => {
  const cook = new Cook();
  const events: string[] = [];
  const asked = cook.ask(order("slow")).then(() => events.push("carried out"));
  await cook.send(order("soup")).then(() => events.push("taken"));
  expect(events).toEqual(["taken"]);
  await asked;
  expect(cook.cooked[0]).toBe("slow");
});

test("a question whose message is withdrawn is answered, in the mailbox and before it", async () => {
  const cook = new Cook({ mailboxCapacity: 1 });
  const slow = cook.ask(order("slow"));
  await Promise.resolve();
  const [inMailbox, waiting] = [order("soup"), order("bread")];
  const asked = Promise.allSettled([cook.ask(inMailbox), cook.ask(waiting)]);
  expect(cook.withdraw(waiting)).toBe(true);
  expect(cook.withdraw(inMailbox)).toBe(true);
  for (const outcome of await asked) {
    expect(outcome).toMatchObject({ reason: { code: "MESSAGE_WITHDRAWN" } });
  }
  await slow;
});

test("a handler runs in the context in which the actor was made, whoever sends", async () => {
  const context = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  class Witness extends Actor<Order> {
    protected override receive({ text }: Order): Promise<void> | undefined {
      seen.push(context.getStore());
      return text === "slow" ? nextTurn() : undefined;
    }
  }
  const witness = context.run("its own", () => new Witness());
  await context.run("a sender's", () => witness.ask(order("slow")));
  await context.run("another's", () =>
    Promise.all([witness.ask(order("soup")), witness.ask(order("bread"))]),
  );
  expect(seen).toEqual(["its own", "its own", "its own"]);
});

test("a handler that returns a foreign promise, which calls back twice, ends once", async () => {
  const twice: unknown = {
    // oxlint-disable-next-line unicorn/no-thenable -- it is what the test is about
    then: (fulfilled: () => void) => {
      fulfilled();
      fulfilled();
    },
  };
  const ended: string[] = [];
  class Twice extends Actor<Order> {
    protected override receive({ text }: Order): Promise<void> {
      return (text === "twice" ? twice : nextTurn()) as Promise<void>;
    }
  }
  const actor = new Twice();
  const asked = [
    actor.ask(order("twice")).then(() => ended.push("twice")),
    actor.ask(order("slow")).then(() => ended.push("slow")),
  ];
  await asked[0];
  await Promise.resolve();
  expect(actor.inspect().status).toBe("busy");
  expect(ended).toEqual(["twice"]);
  await Promise.all(asked);
});

test("timers ring while a producer sends without a pause", async () => {
  const cook = new Cook();
  const bell = { hasRung: false };
  setTimeout(() => (bell.hasRung = true), 0);
  // If `send` left the event loop no turn, the timer would ring only after the last message.
  for (let count = 0; !bell.hasRung && count < 1_000_000; count += 1) {
    await cook.send(order("soup"));
  }
  expect(bell.hasRung).toBe(true);
});

test("an inspection says who waits, for what and where, while diagnostics are on", async () => {
  startDiagnostics();
  const cook = new Cook({ mailboxCapacity: 1 });
  const asked = cook.ask(order("slow"));
  await Promise.resolve();
  await cook.send(order("soup"));
  const sent = cook.send(order("bread"));
  const { status, messages, waiting, waits } = cook.inspect();
  expect({ status, messages, waiting }).toEqual({ status: "busy", messages: 1, waiting: 1 });
  expect(waits).toEqual([
    expect.objectContaining({
      what: "ask Cook 1",
      place: expect.stringContaining("failing-actor"),
    }),
    expect.objectContaining({ what: "send to Cook 1" }),
  ]);
  await Promise.all([asked, sent]);
  expect(cook.inspect().waits).toEqual([]);
  stopDiagnostics();
});

test("timers ring while messages are asked and withdrawn without a pause", async () => {
  const cook = new Cook();
  const bell = { hasRung: false };
  setTimeout(() => (bell.hasRung = true), 0);
  for (let count = 0; !bell.hasRung && count < 1_000_000; count += 1) {
    const withdrawn = order("soup");
    const asked = cook.ask(withdrawn).catch(() => {});
    cook.withdraw(withdrawn);
    await asked;
  }
  expect(bell.hasRung).toBe(true);
});
