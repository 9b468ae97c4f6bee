/** What the tests of golang.org/x/sync/errgroup check. README.md lists them. */
import { TaskGroup } from "@sync-strategies/channels";
import { nextTurn } from "@sync-strategies/event-loop";
import { describe, expect, test } from "vitest";

const [one, two] = [new Error("one"), new Error("two")];
const failing = (error: Error | undefined) => async (): Promise<void> => {
  if (error !== undefined) throw error;
};

describe.each([
  { outcomes: [] },
  { outcomes: [undefined] },
  { outcomes: [one] },
  { outcomes: [one, undefined] },
  { outcomes: [one, undefined, two] },
])("tasks that end with $outcomes", ({ outcomes }) => {
  const first = outcomes.find((outcome) => outcome !== undefined);

  test("end the group with the first failure, if there is one (TestZeroGroup, TestWithContext)", async () => {
    const group = new TaskGroup();
    for (const outcome of outcomes) void group.run(failing(outcome));
    const reason: unknown = await group.wait().catch((error: unknown) => error);
    expect(reason).toBe(first);
  });

  test("abort the group's signal, with the failure as its reason (TestWithContext, TestCancelCause)", async () => {
    const group = new TaskGroup();
    for (const outcome of outcomes) void group.run(failing(outcome));
    await group.wait().catch(() => {});
    expect(group.signal.aborted).toBe(true);
    if (first === undefined) expect(group.signal.reason).toMatchObject({ name: "AbortError" });
    else expect(group.signal.reason).toBe(first);
  });
});

test("no more tasks are active than the limit allows (TestGoLimit)", async () => {
  const group = new TaskGroup({ limit: 10 });
  let [active, mostActive] = [0, 0];
  for (let count = 0; count < 1024; count += 1) {
    await group.run(async () => {
      active += 1;
      mostActive = Math.max(mostActive, active);
      await nextTurn();
      active -= 1;
    });
  }
  await group.wait();
  expect([active, mostActive]).toEqual([0, 10]);
});
