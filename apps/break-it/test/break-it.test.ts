import { describe, expect, test, vi } from "vitest";
import { applyBreak, diffOf } from "../src/break-it/apply-break.ts";
import { breakIt } from "../src/break-it/break-it.ts";
import { findBreaks, type PackageBreak } from "../src/break-it/find-breaks.ts";
import { differencesOf, findTellingSchedule } from "../src/break-it/judge-break.ts";
import { runBreak } from "../src/break-it/run-break.ts";
import { findStrategyPackages, repositoryRoot } from "../src/strategy-packages.ts";

/** The strategies, and the one that new strategies are made from. */
const packages = [
  ...(await findStrategyPackages()),
  ...(await findStrategyPackages(repositoryRoot, "templates")),
];
const breaks = await findBreaks(packages);

describe.concurrent("each break", () => {
  test.for(breaks)(
    "$name is caught by exactly the tests and the schedule named for it",
    { timeout: 120_000 },
    async (each) => {
      const examination = await runBreak(each);
      const telling = await findTellingSchedule(each.package.strategy, examination);
      expect(differencesOf(each, examination, telling)).toEqual([]);
    },
  );
});

test("no two breaks share a name", () => {
  const names = breaks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

const change = {
  name: "some/break",
  file: "src/some.ts",
  line: "release();",
  becomes: ["hold();", "release();"],
};

describe("a break's change", () => {
  test("replaces its line, indented as that was", () => {
    const source = "try {\n  use();\n} finally {\n  release();\n}\n";
    expect(applyBreak(source, change)).toBe(
      "try {\n  use();\n} finally {\n  hold();\n  release();\n}\n",
    );
    expect(diffOf(source, change)).toEqual(["+ hold();", "  release();"]);
  });

  test("may take its line out", () => {
    const source = "use();\nrelease();\n";
    expect(applyBreak(source, { ...change, becomes: [] })).toBe("use();\n");
    expect(diffOf(source, { ...change, becomes: [] })).toEqual(["- release();"]);
  });

  test("is refused where the line is no longer there", () => {
    expect(() => applyBreak("use();\n", change)).toThrow(
      'some/break: src/some.ts has no line "release();" any more',
    );
  });

  test("is refused where the line is there more than once", () => {
    expect(() => applyBreak("release();\n  release();\n", change)).toThrow(
      'some/break: src/some.ts has the line "release();" twice',
    );
  });
});

describe("the command", () => {
  const [first] = breaks;
  const print = vi.spyOn(process.stdout, "write");
  const complain = vi.spyOn(process.stderr, "write");

  async function runAndRead(each: PackageBreak) {
    print.mockReset().mockReturnValue(true);
    complain.mockReset().mockReturnValue(true);
    const exitCode = await breakIt([each]);
    const read = (spy: typeof print): string => spy.mock.calls.map(([text]) => text).join("");
    return { exitCode, stdout: read(print), stderr: read(complain) };
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
    const { exitCode, stderr } = await runAndRead({ ...first, line: "gone();" });
    expect(stderr).toBe(`break-it: ${first.name}: ${first.file} has no line "gone();" any more\n`);
    expect(exitCode).toBe(4);
  });

  test("ends with 4 and one line for a change that does not compile", async () => {
    if (first === undefined) throw new Error("There are no breaks.");
    const { exitCode, stderr } = await runAndRead({ ...first, becomes: ["{{{"] });
    expect(stderr).toMatch(/^break-it: .* the broken copy does not compile: .*\n$/);
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
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});
