import { Actor, type Mailable } from "@sync-strategies/actor-store";
import { nextTurn } from "@sync-strategies/event-loop";
import { expect, test } from "vitest";

interface Note extends Mailable {
  readonly text: string;
  /** What receiving it waits for. */
  readonly until?: Promise<void>;
}

class Diary extends Actor<Note> {
  readonly entries: string[] = [];

  protected override receive(note: Note): Promise<void> | undefined {
    this.entries.push(note.text);
    return note.until;
  }
}

const note = (text: string, until?: Promise<void>): Note =>
  until === undefined ? { text, place: -1 } : { text, until, place: -1 };

test("a message is received after post has returned, and within the same turn", async () => {
  const diary = new Diary();
  diary.post(note("one"));
  expect(diary.entries).toEqual([]);
  await Promise.resolve();
  expect(diary.entries).toEqual(["one"]);
});

test("messages posted in one step are received in one microtask", async () => {
  const diary = new Diary();
  for (const text of ["one", "two", "three"]) diary.post(note(text));
  await Promise.resolve();
  expect(diary.entries).toEqual(["one", "two", "three"]);
});

test("no message is received while the one before it is carried out", async () => {
  const diary = new Diary();
  let finish: (() => void) | undefined;
  diary.post(note("slow", new Promise((resolve) => (finish = resolve))));
  diary.post(note("next"));
  await nextTurn();
  diary.post(note("last"));
  await nextTurn();
  expect(diary.entries).toEqual(["slow"]);
  finish?.();
  await nextTurn();
  expect(diary.entries).toEqual(["slow", "next", "last"]);
});

test("a message is withdrawn only while it waits", async () => {
  const diary = new Diary();
  const [one, two] = [note("one"), note("two")];
  diary.post(one);
  diary.post(two);
  expect(diary.withdraw(one)).toBe(true);
  await nextTurn();
  expect(diary.withdraw(two)).toBe(false);
  expect(diary.entries).toEqual(["two"]);
});

test("an actor that became idle receives later messages", async () => {
  const diary = new Diary();
  for (const text of ["one", "two"]) {
    diary.post(note(text));
    await nextTurn();
  }
  expect(diary.entries).toEqual(["one", "two"]);
});
