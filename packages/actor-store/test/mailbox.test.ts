import { Mailbox, type Mailable } from "@sync-strategies/actor-store";
import { array, assert, constant, nat, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";

interface Letter extends Mailable {
  readonly text: string;
}

const letter = (text: string): Letter => ({ text, place: -1 });

test("an empty mailbox has nothing to take", () => {
  const mailbox = new Mailbox<Letter>();
  expect(mailbox.length).toBe(0);
  expect(mailbox.take()).toBeUndefined();
});

test("messages are taken in the order in which they were put", () => {
  const mailbox = new Mailbox<Letter>();
  const letters = Array.from({ length: 1000 }, (_, index) => letter(`${index}`));
  for (const each of letters) mailbox.put(each);
  expect(letters.map(() => mailbox.take())).toEqual(letters);
  expect(mailbox.take()).toBeUndefined();
});

test("a message that was removed is not taken, and is not removed twice", () => {
  const mailbox = new Mailbox<Letter>();
  const [one, two, three] = [letter("one"), letter("two"), letter("three")];
  for (const each of [one, two, three]) mailbox.put(each);
  expect(mailbox.remove(two)).toBe(true);
  expect(mailbox.remove(two)).toBe(false);
  expect(mailbox.length).toBe(2);
  expect(mailbox.take()).toBe(one);
  expect(mailbox.take()).toBe(three);
});

test("a message that was taken can no longer be removed", () => {
  const mailbox = new Mailbox<Letter>();
  const one = letter("one");
  mailbox.put(one);
  mailbox.take();
  // The message that is now in its slot stays there.
  const others = Array.from({ length: 64 }, (_, index) => letter(`${index}`));
  for (const each of others) mailbox.put(each);
  expect(mailbox.remove(one)).toBe(false);
  expect(mailbox.length).toBe(64);
});

test("a million messages that are put and removed behind another leave nothing behind", () => {
  const mailbox = new Mailbox<Letter>();
  const first = letter("first");
  mailbox.put(first);
  for (let count = 0; count < 1_000_000; count += 1) {
    const passing = letter("passing");
    mailbox.put(passing);
    mailbox.remove(passing);
  }
  expect(mailbox.length).toBe(1);
  expect(mailbox.capacity).toBeLessThan(64);
  expect(mailbox.take()).toBe(first);
});

test("a mailbox behaves as an array does, in every sequence of puts, takes and removals", () => {
  const steps = array(
    oneof(
      { weight: 5, arbitrary: record({ step: constant("put"), which: nat() }) },
      { weight: 3, arbitrary: record({ step: constant("take"), which: nat() }) },
      { weight: 3, arbitrary: record({ step: constant("remove"), which: nat() }) },
    ),
    { maxLength: 200 },
  );
  assert(
    property(steps, (sequence) => {
      const mailbox = new Mailbox<Letter>();
      const model: Letter[] = [];
      const all = [letter("never put")];
      const seen: unknown[] = [];
      const expected: unknown[] = [];
      for (const { step, which } of sequence) {
        if (step === "put") {
          const fresh = letter(`${all.length}`);
          all.push(fresh);
          model.push(fresh);
          mailbox.put(fresh);
        } else if (step === "take") {
          expected.push(model.shift());
          seen.push(mailbox.take());
        } else {
          const chosen = all[which % all.length] ?? letter("never chosen");
          const index = model.indexOf(chosen);
          if (index !== -1) model.splice(index, 1);
          expected.push(index !== -1);
          seen.push(mailbox.remove(chosen));
        }
        expected.push(model.length);
        seen.push(mailbox.length);
      }
      expect(seen).toEqual(expected);
    }),
    { numRuns: 1000, seed: seedOf(1) },
  );
});
