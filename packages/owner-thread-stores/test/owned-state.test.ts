import { beforeEach, expect, test } from "vitest";
import { OwnedState, type Asker } from "../src/owned-state.ts";
import { Ask } from "../src/requests.ts";

/** What members were answered: the member's name, its request's id, the value. */
let replies: string[];
let state: OwnedState<string, number>;

beforeEach(() => {
  replies = [];
  state = new OwnedState();
});

function member(name: string): Asker<number> {
  return { isGone: false, reply: (id, value) => replies.push(`${name}${id} ${value}`) };
}

test("what waits for a granted key is served in the order of its arrival, whoever asked", () => {
  const [ann, bob] = [member("ann"), member("bob")];
  state.serve(ann, Ask.grant, 1, "key", undefined);
  state.serve(ann, Ask.write, 2, "key", 20);
  state.serve(bob, Ask.grant, 1, "key", undefined);
  state.serve(ann, Ask.grant, 3, "key", undefined);
  expect(replies).toEqual(["ann1 undefined"]);
  state.serve(ann, Ask.commit, 1, "key", 10);
  // The write came before bob, and bob before ann.
  expect(replies.slice(1)).toEqual(["ann1 undefined", "ann2 undefined", "bob1 20"]);
  state.serve(bob, Ask.release, 1, "key", undefined);
  expect(replies.slice(4)).toEqual(["ann3 20"]);
});

test("a granted key keeps no other key from being granted, and no read from its value", () => {
  const ann = member("ann");
  state.serve(ann, Ask.write, 1, "one", 7);
  state.serve(ann, Ask.grant, 2, "one", undefined);
  state.serve(ann, Ask.grant, 3, "two", undefined);
  state.serve(ann, Ask.read, 4, "one", undefined);
  expect(replies).toEqual(["ann1 undefined", "ann2 7", "ann3 undefined", "ann4 7"]);
});

test("a member that is gone loses its grants, and what it still asked is passed over", () => {
  const [ann, bob] = [member("ann"), member("bob")];
  state.serve(ann, Ask.grant, 1, "key", undefined);
  state.serve(ann, Ask.write, 2, "key", 20);
  state.serve(ann, Ask.grant, 3, "key", undefined);
  state.serve(bob, Ask.grant, 1, "key", undefined);
  state.serve(ann, Ask.grant, 4, "other", undefined);
  state.serve(bob, Ask.write, 2, "other", 5);
  state.forget(ann);
  expect(replies.slice(2)).toEqual(["bob1 undefined", "bob2 undefined"]);
});
