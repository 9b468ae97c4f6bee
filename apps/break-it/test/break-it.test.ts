import { describe, expect, test, vi } from "vitest";
import { breakIt } from "../src/break-it.ts";
import type { PackageBreak } from "../src/find-breaks.ts";
import { breaks, firstBreaks, testBreaks } from "./each-break.ts";

// All the others are tested by `pnpm test:all`: break-it.long.test.ts.
testBreaks(firstBreaks);

test("no two breaks share a name", () => {
  const names = breaks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe("the command", () => {
  const [first] = breaks;
  const print = vi.spyOn(process.stdout, "write");

  async function runAndRead(each: PackageBreak) {
    print.mockReset().mockReturnValue(true);
    const complaints: string[] = [];
    const exitCode = await breakIt([each], (line) => complaints.push(line));
    const stdout = print.mock.calls.map(([text]) => text).join("");
    return { exitCode, stdout, complaints };
  }

  test("ends with 1 for a break that no test catches", async () => {
    if (first === undefined) throw new Error("There are no breaks.");
    const { exitCode, stdout } = await runAndRead({ ...first, becomes: [first.line] });
    expect(stdout).toContain("No test of the contract caught it.");
    expect(exitCode).toBe(1);
  });

  test("ends with 1 for a break that other tests catch than those named", async () => {
    if (first === undefined) throw new Error("There are no breaks.");
    const [missing, ...caughtBy] = first.caughtBy;
    const never = "a name that objects inherit is a key like any other";
    const { exitCode, stdout } = await runAndRead({
      ...first,
      caughtBy: [never, ...caughtBy],
      schedule: { none: "This is not so." },
    });
    expect(stdout).toContain(`Named, but passed: ${never}`);
    expect(stdout).toContain(`Failed, but not named: ${missing}`);
    expect(stdout).toContain("Smallest failing schedule:");
    expect(exitCode).toBe(1);
  });

  test("ends with 4 and one line for a break whose line is gone", async () => {
    if (first === undefined) throw new Error("There are no breaks.");
    const { exitCode, complaints } = await runAndRead({ ...first, line: "gone();" });
    expect(complaints).toEqual([`${first.name}: ${first.file} has no line "gone();" any more`]);
    expect(exitCode).toBe(4);
  });

  test("ends with 4 and one line for a change that does not compile", async () => {
    if (first === undefined) throw new Error("There are no breaks.");
    const { exitCode, complaints } = await runAndRead({ ...first, becomes: ["{{{"] });
    expect(complaints).toEqual([expect.stringMatching(/: the broken copy does not compile: .+$/)]);
    expect(exitCode).toBe(4);
  });

  test("shows the change, the tests that failed and the schedule", async () => {
    const each = breaks.find(({ schedule }) => "steps" in schedule);
    if (each === undefined || !("steps" in each.schedule)) throw new Error("There is none.");
    const { exitCode, stdout } = await runAndRead(each);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(each.line);
    expect(stdout).toContain(`Fails ${each.caughtBy.length} of `);
    expect(stdout).toContain(`schedule ${each.schedule.steps} (`);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(96);
  });
});
