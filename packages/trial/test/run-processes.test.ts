/** How trials over real processes end, as far as it is not as with threads. */
import { digestWorkload, generateStreams } from "@sync-strategies/workload";
import { describe, test } from "vitest";
import { isRunning, parameters, shown, trialOver } from "./trial-over-members.ts";

describe.concurrent("a trial over processes", () => {
  test("that completes has figures, and was checked by the clock of the machine", async ({
    expect,
  }) => {
    const outcome = await trialOver("processes", "sound");
    if (outcome.status !== "completed") throw new Error(outcome.reason);
    const { readOps, writeOps, updateOps, digest, check, state, resources, members } =
      outcome.measured;
    expect(digest).toBe(await digestWorkload(parameters, generateStreams(parameters)));
    expect(readOps + writeOps + updateOps).toBe(2000);
    expect(members).toHaveLength(2);
    expect(state).toMatchObject({ lostUpdates: 0, contradictions: [] });
    expect(check).toMatchObject({
      verdict: "linearizable",
      clock: expect.stringMatching(/^monotonic time, to within \d+ ns$/) as string,
    });
    expect(check?.checkedOps).toBe(check?.totalOps);
    const heapBytes = members?.reduce((sum, member) => sum + member.heapBytes, 0);
    expect(resources?.heapBytes).toBe(heapBytes);
  });

  test.for([
    ["throws", "threw", "threw while running: process 2: read: no reading today (FILE:LINE)"],
    [
      "throws-later",
      "threw",
      "threw while running: process 2: a rejection without a handler (FILE:LINE)",
    ],
    ["exits", "died", "process 2 ended with exit code 7 while running"],
    ["is-killed", "died", "process 2 ended by SIGKILL while running"],
  ] as const)(
    "that %s says what happened, where and when",
    async ([id, status, reason], { expect }) => {
      expect(shown(await trialOver("processes", id))).toEqual({ status, reason });
    },
  );

  test("whose coordinator is killed leaves no process running", async ({ expect }) => {
    const outcome = await trialOver("processes", "kills-its-coordinator");
    expect(shown(outcome)).toEqual({
      status: "died",
      reason: "its process ended by SIGKILL while warming up",
    });
    const { stack = "" } = outcome as { readonly stack?: string };
    const pid = Number(/process (\d+) goes on/.exec(stack)?.[1]);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test("refuses a state that only threads can share", async ({ expect }) => {
    const members = { span: "processes", count: 2 } as const;
    expect(await trialOver("threads", "sound", { members })).toMatchObject({
      status: "threw",
      reason: expect.stringContaining(
        "its state is for threads to share, not for processes",
      ) as string,
    });
  });
});
