/** What members used of the processors, and whether something else did. */
import type { RunNotes } from "@sync-strategies/workload";
import { describe, expect, test } from "vitest";
import type { Resources } from "../src/clients.ts";
import type { MemberRun } from "../src/member-part.ts";
import { usedBy } from "../src/used-by-members.ts";

const ELAPSED_MS = 1000;

/** A member that was busy all the time, and had a processor for a part of it. */
function memberThatHad(threadCpuMs: number | null, cpuMs: number): MemberRun {
  const resources = { heapBytes: 10, gcCount: 1, gcMs: 2, cpuMs, threadCpuMs, busyMs: ELAPSED_MS };
  const clients = [{ counted: 3 }, { counted: 4 }];
  const notes = { elapsedMs: ELAPSED_MS, clients } as unknown as RunNotes;
  return { lateStartMs: 0.5, resources, notes };
}

/** Of threads, which each see that of their process; and of processes. */
const longest = (perMemberMs: readonly number[]): number => Math.max(...perMemberMs);
const sum = (perMemberMs: readonly number[]): number => perMemberMs.reduce((a, b) => a + b);

function shareOfCore({ resources }: { readonly resources: Resources | null }): number {
  return (resources?.threadCpuMs ?? 0) / (resources?.busyMs ?? 0);
}

describe("the resources of members", () => {
  test("add up, but for the processor time of the process, which each sees whole", () => {
    const { resources, members } = usedBy(
      [memberThatHad(990, 1980), memberThatHad(980, 1990)],
      longest,
      2,
    );
    expect(resources).toEqual({
      heapBytes: 20,
      gcCount: 2,
      gcMs: 4,
      cpuMs: 1990,
      threadCpuMs: 1970,
      busyMs: 1980,
    });
    expect(members).toEqual([
      {
        completedOps: 7,
        lateStartMs: 0.5,
        threadCpuMs: 990,
        heapBytes: 10,
        gcCount: 1,
        gcMs: 2,
        busyMs: 1000,
      },
      expect.objectContaining({ threadCpuMs: 980 }),
    ]);
  });

  test("add up, processor time included, where each member is a process", () => {
    const { resources } = usedBy([memberThatHad(990, 1000), memberThatHad(980, 990)], sum, 2);
    expect(resources).toMatchObject({ heapBytes: 20, cpuMs: 1990, threadCpuMs: 1970 });
  });

  test("leave open for how long processors were missing where a server may have had them", () => {
    const { resources } = usedBy([memberThatHad(400, 400), memberThatHad(300, 300)], sum, null);
    expect(resources).toMatchObject({ cpuMs: 700, threadCpuMs: 700, busyMs: null });
  });

  test("are whole shares where a process that owns the state had the rest", () => {
    const two = [667, 667].map((cpuMs) => memberThatHad(cpuMs, cpuMs));
    expect(shareOfCore(usedBy(two, () => 2000, 2))).toBe(1);
  });

  test("are whole shares where more threads than processors share them", () => {
    const four = [500, 500, 500, 500].map((cpuMs) => memberThatHad(cpuMs, 2000));
    expect(shareOfCore(usedBy(four, longest, 2))).toBe(1);
  });

  test("are whole shares where the strategy's own threads had the rest", () => {
    const two = [667, 667].map((cpuMs) => memberThatHad(cpuMs, 2000));
    expect(shareOfCore(usedBy(two, longest, 2))).toBe(1);
  });

  test("are less where another process had a processor", () => {
    const two = [500, 500].map((cpuMs) => memberThatHad(cpuMs, 1000));
    expect(shareOfCore(usedBy(two, longest, 2))).toBe(0.5);
    const four = [250, 250, 250, 250].map((cpuMs) => memberThatHad(cpuMs, 1000));
    expect(shareOfCore(usedBy(four, longest, 2))).toBe(0.5);
  });

  test("are not known where no member knows them", () => {
    expect(usedBy([memberThatHad(null, 10)], longest, 2).resources?.threadCpuMs).toBeNull();
    expect(usedBy([{ ...memberThatHad(1, 1), resources: null }], longest, 2)).toEqual({
      resources: null,
    });
  });
});
