import actor from "@sync-strategies/actor-store/strategy";
import mutex from "@sync-strategies/mutex-store/strategy";
import unsynchronized from "@sync-strategies/unsynchronized-store/strategy";
import { abortWhileWaiting, lostUpdate, play } from "@sync-strategies/schedule-explorer";
import { expect, test } from "vitest";

test("a position says who can take a step, and what each client has seen", async () => {
  const position = await play(lostUpdate, unsynchronized, "AB");
  expect(position.choices).toEqual(["A", "B"]);
  expect(position.explanation).toBeUndefined();
  expect(position.steps.map(({ client, state }) => [client, state["x"]])).toEqual([
    ["A", "0"],
    ["B", "0"],
  ]);
  expect(position.now).toMatchObject([
    { client: "A", state: "awaits", action: "increment x", sees: "0", attempts: 1, waitsFor: [] },
    { client: "B", state: "awaits", action: "increment x", sees: "0", attempts: 1, waitsFor: [] },
  ]);
});

test("a run in which no client can take another step is judged", async () => {
  const lost = await play(lostUpdate, unsynchronized, "ABBA");
  expect(lost).toMatchObject({ choices: [], kind: "not-linearizable" });
  expect(lost.explanation).toContain("lost");
  expect(lost.now.map(({ state }) => state)).toEqual(["finished", "finished"]);
  expect(await play(lostUpdate, unsynchronized, "AABB")).toMatchObject({ kind: undefined });
});

test.each([mutex, actor])(
  "a client that waits names the client that it waits for",
  async (store) => {
    const { choices, now } = await play(lostUpdate, store, "AB");
    expect(choices).toEqual(["A"]);
    expect(now[1]).toMatchObject({ state: "waits", waitsFor: ["A"], placeInLine: 0, attempts: 0 });
  },
);

test("nothing has happened before the first step", async () => {
  const { choices, now, steps } = await play(abortWhileWaiting, mutex, "");
  expect(choices).toEqual(["A", "B", "C"]);
  expect(now.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
  expect(steps).toEqual([]);
});

test("a step that a client cannot take is refused", async () => {
  await expect(play(lostUpdate, mutex, "ABB")).rejects.toMatchObject({
    code: "SCHEDULE_IMPOSSIBLE",
  });
  await expect(play(lostUpdate, mutex, "AX")).rejects.toMatchObject({ code: "SCHEDULE_MALFORMED" });
});
