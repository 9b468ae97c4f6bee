/** Every other way in which a trial over real threads can end. Some wait out their patience. */
import { expect, test } from "vitest";
import { trialOver } from "./trial-over-members.ts";

test.each([
  ["throws-later", /^threw while running: thread 2: a rejection without a handler \(/],
  [
    "changes-built-ins",
    /^threw while opening the stores: thread 2: it changes Map\.prototype\.get, /,
  ],
  ["opens-nothing", /^threw while opening the stores: thread 2: openStore returned an object, not/],
  ["creates-nothing", /^threw while creating the state: createState returned no state/],
])("a trial that %s says what happened, where and when", async (id, reason) => {
  expect(await trialOver("threads", id)).toMatchObject({
    status: "threw",
    reason: expect.stringMatching(reason) as string,
  });
});

test.each([
  [
    // Where one of its updates holds a key, all others wait for that.
    "loops",
    /^hung while running: (thread 2 of 4 completed no operation for 10 s \(thread 1: [1-9][\d,]*, thread 3: [1-9][\d,]*, thread 4: [1-9][\d,]*\)|no operation completed for 10 s; the event loop of thread 2 of 4 does not turn)$/,
  ],
  ["stops", /^hung while running: thread 2 of 4 completed no operation for 10 s \(thread 1: [1-9]/],
  [
    "never-opens",
    /^hung while opening the stores: openStore never resolved in thread 2 of 4 for 10 s$/,
  ],
  ["never-closes", /^hung while closing: close\(\) never resolved in thread 2 of 4 for 10 s$/],
  ["never-created", /^hung while creating the state: createState never resolved for 10 s/],
  ["never-disposed", /^hung while disposing of the state: its disposal never resolved for 10 s$/],
])("a trial that %s says what it waited for", async (id, reason) => {
  const options = {
    runLength: { durationMs: 2000 },
    members: { span: "threads", count: 4 },
  } as const;
  expect(await trialOver("threads", id, options)).toMatchObject({
    status: "hung",
    reason: expect.stringMatching(reason) as string,
  });
});

test("a trial is not disturbed by what a strategy posts to its parent", async () => {
  expect(await trialOver("threads", "floods")).toMatchObject({
    status: "completed",
    measured: { check: { verdict: "linearizable" } },
  });
});
