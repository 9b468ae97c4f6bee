/** What a run with a sound strategy and a control shows, whatever its two members are. */
import { expect } from "vitest";
import type { ResultDocument, WorkloadResult } from "@sync-strategies/results";
import { digestWorkload, generateArrivals, generateStreams } from "@sync-strategies/workload";

/** The digest of the same work in one event loop. */
export function digestOfOneLoop({ parameters }: WorkloadResult): Promise<string> {
  return digestWorkload(parameters, generateStreams(parameters), generateArrivals(parameters));
}

/** The run counts every one of its 2000 operations once, and finds what the control lost. */
export function expectLossesOfControl(
  { workloads }: ResultDocument,
  strategy: string,
  clientOfMember: RegExp,
): void {
  const [sound, control] = workloads[0]!.results;
  expect(sound).toMatchObject({
    strategy,
    status: "completed",
    totalOps: 2000,
    verdict: "linearizable",
    state: { lostUpdates: 0 },
  });
  expect(control).toMatchObject({
    kind: "control",
    totalOps: 2000,
    verdict: "not-linearizable",
    check: { explanation: expect.stringMatching(clientOfMember) },
  });
  expect(control?.state?.lostUpdates).toBeGreaterThan(0);
}
