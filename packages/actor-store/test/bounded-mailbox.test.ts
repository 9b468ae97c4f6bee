import { Actor, type Mailable } from "@sync-strategies/actor-store";
import { ActorStore } from "@sync-strategies/actor-store/store";
import strategy from "@sync-strategies/actor-store/strategy";
import { nextTurn } from "@sync-strategies/event-loop";
import { testStateStore } from "@sync-strategies/state-store-testkit";
import { describe, expect, test } from "vitest";

interface Note extends Mailable {
  readonly text: string;
}

/** Receives one note per call of `step`. */
class SlowReader extends Actor<Note> {
  readonly read: string[] = [];
  step: () => void = () => {};

  protected override receive({ text }: Note): Promise<void> {
    this.read.push(text);
    return new Promise((resolve) => (this.step = resolve));
  }
}

const note = (text: string): Note => ({ text, place: -1 });

/** Sends notes, and records those that the mailbox has taken. */
function sender(reader: SlowReader): { taken: string[]; send: (letter: Note) => void } {
  const taken: string[] = [];
  const send = (letter: Note): void => {
    void reader.send(letter).then(() => taken.push(letter.text));
  };
  return { taken, send };
}

describe("a bounded mailbox", () => {
  test("makes senders wait for room, and serves them in order", async () => {
    const reader = new SlowReader({ mailboxCapacity: 2 });
    const { taken, send } = sender(reader);
    for (const text of ["1", "2", "3", "4", "5"]) send(note(text));
    // The first is being read, and there is room for two more.
    await nextTurn();
    expect({ read: reader.read, taken }).toEqual({ read: ["1"], taken: ["1", "2", "3"] });
    reader.step();
    await nextTurn();
    expect({ read: reader.read, taken }).toEqual({ read: ["1", "2"], taken: ["1", "2", "3", "4"] });
    for (let count = 0; count < 4; count += 1) {
      reader.step();
      await nextTurn();
    }
    expect(reader.read).toEqual(["1", "2", "3", "4", "5"]);
    expect(taken).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("refuses a post while it is full, so that no sender overtakes a waiting one", async () => {
    const reader = new SlowReader({ mailboxCapacity: 1 });
    const { taken, send } = sender(reader);
    send(note("1"));
    await nextTurn();
    expect(reader.post(note("2"))).toBe(true);
    expect(reader.post(note("3"))).toBe(false);
    send(note("4"));
    expect(reader.post(note("5"))).toBe(false);
    for (let count = 0; count < 4; count += 1) {
      reader.step();
      await nextTurn();
    }
    expect(reader.read).toEqual(["1", "2", "4"]);
    expect(taken).toEqual(["1", "4"]);
  });

  test("admits the next message when one is withdrawn", async () => {
    const reader = new SlowReader({ mailboxCapacity: 1 });
    const { taken, send } = sender(reader);
    const [first, inMailbox, waiting, last] = ["1", "2", "3", "4"].map(note);
    send(first!);
    await nextTurn();
    for (const letter of [inMailbox!, waiting!, last!]) send(letter);
    expect(reader.withdraw(inMailbox!)).toBe(true);
    await nextTurn();
    expect(taken).toEqual(["1", "2", "3"]);
    expect(reader.withdraw(inMailbox!)).toBe(false);
    for (let count = 0; count < 3; count += 1) {
      reader.step();
      await nextTurn();
    }
    expect(reader.read).toEqual(["1", "3", "4"]);
  });

  test("ends the wait of a sender whose message is withdrawn", async () => {
    const reader = new SlowReader({ mailboxCapacity: 1 });
    const { taken, send } = sender(reader);
    const [first, second, waiting, last] = ["1", "2", "3", "4"].map(note);
    send(first!);
    await nextTurn();
    for (const letter of [second!, waiting!, last!]) send(letter);
    expect(reader.withdraw(waiting!)).toBe(true);
    expect(reader.withdraw(waiting!)).toBe(false);
    await nextTurn();
    expect(taken).toEqual(["1", "2", "3"]);
    for (let count = 0; count < 3; count += 1) {
      reader.step();
      await nextTurn();
    }
    expect(reader.read).toEqual(["1", "2", "4"]);
  });

  test.each([0, -1, 1.5, Number.NaN])("cannot have a capacity of %s", (mailboxCapacity) => {
    const make = (): ActorStore<string, number> => new ActorStore({ mailboxCapacity });
    expect(make).toThrow(RangeError);
    expect(make).toThrow(`not ${mailboxCapacity}`);
  });
});

// A store with a bounded mailbox keeps the whole contract, even with room for only one message.
testStateStore({ ...strategy, createStore: () => new ActorStore({ mailboxCapacity: 1 }) });
