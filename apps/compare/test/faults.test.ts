/** What the command makes of rounds, without playing any. */
import { describe, expect, test } from "vitest";
import type { Expected, Round } from "@sync-strategies/faults";
import {
  cellResult,
  closingSentences,
  foundInWords,
  type CellResult,
  type FaultsDocument,
} from "@sync-strategies/faults/results";
import { findFaults, selectFaults } from "../src/faults/find-faults.ts";
import { renderFaultsCsv } from "../src/faults/render-csv.ts";
import { renderFaultsMarkdown } from "../src/faults/render-markdown.ts";
import { renderFault } from "../src/faults/render-text.ts";
import { textTable } from "../src/faults/text-table.ts";
import { runCommand } from "./run-command.ts";

const round: Round = {
  seed: 1,
  verdict: "linearizable",
  waited: "no",
  acknowledged: 1000,
  acknowledgedChanges: 400,
  applied: 402,
  lost: 0,
  unknown: 3,
  failed: 0,
  unfinished: 1,
  unservedMs: 12.5,
  unchangedMs: 13,
  servedAfterMs: 40,
  checked: 1004,
  explanation: null,
  drawing: [],
  sentences: [],
  elapsedMs: 900,
};
const wrong: Round = {
  ...round,
  verdict: "not-linearizable",
  lost: 7,
  explanation: "A lost update.",
  drawing: ["client 1  |A|"],
  sentences: ["Client 1 held it until 3.2 s."],
};

const linearizable: Expected = { verdict: "linearizable" };
const notLinearizable: Expected = { verdict: "not-linearizable" };
const cell = (expected: Expected, rounds: readonly Round[]): CellResult =>
  cellResult({ strategy: "some-lock", variant: "of a kind", expected }, rounds);

describe("a cell", () => {
  const waits = (waited: Round["waited"]): Round => ({ ...round, waited });
  const undecided: Round = { ...round, verdict: "unknown" };

  test.each<[string, Expected, readonly Round[]]>([
    ["as-expected", linearizable, [round, round]],
    ["worse", linearizable, [round, wrong]],
    ["worse", linearizable, [undecided, wrong]],
    ["as-expected", notLinearizable, [wrong]],
    ["better", notLinearizable, [wrong, round]],
    ["unknown", linearizable, [round, undecided]],
    ["unknown", notLinearizable, [undecided]],
    ["worse", linearizable, [waits("while-it-lasts")]],
    ["as-expected", { ...linearizable, waits: "while-it-lasts" }, [waits("while-it-lasts")]],
    ["worse", { ...linearizable, waits: "while-it-lasts" }, [waits("to-the-end")]],
    ["better", { ...linearizable, waits: "to-the-end" }, [waits("no")]],
    // A wrong answer is worse than none.
    ["worse", { ...linearizable, waits: "to-the-end" }, [wrong]],
  ])("is %s", (outcome, expected, rounds) => {
    expect(cell(expected, rounds).outcome).toBe(outcome);
  });

  test("that could not be played to its end is no better for it", () => {
    const problem = { end: "failed", reason: "it hung" } as const;
    const some = { strategy: "some-lock", expected: linearizable };
    expect(cellResult(some, [round], problem)).toMatchObject({
      outcome: "failed",
      problem: "it hung",
    });
    expect(cellResult(some, [wrong], problem).outcome).toBe("worse");
    expect(foundInWords(cellResult(some, [], { ...problem, end: "not-run" }))).toBe("not run");
  });

  test("says how often each outcome was found", () => {
    expect(foundInWords(cell(linearizable, [round]))).toBe("linearizable");
    expect(foundInWords(cell(linearizable, [round, wrong, round]))).toBe(
      "WORSE: linearizable 2 of 3; NOT linearizable 1 of 3",
    );
    expect(foundInWords(cell(notLinearizable, [round]))).toBe("better: linearizable");
  });
});

const fault = {
  id: "some-fault",
  title: "Some fault",
  question: "What becomes of it?",
  doesNotShow: ["A power loss is untested."],
  cells: [cell(linearizable, [round, wrong])],
};
const document: FaultsDocument = {
  schemaVersion: 1,
  kind: "faults",
  interrupted: false,
  rounds: 2,
  environment: {} as FaultsDocument["environment"],
  faults: [fault],
};

describe("the table", () => {
  test("has sums of counts, and the longest times", () => {
    const text = renderFault(fault);
    expect(text).toMatch(/^ {2}WORSE: .* 800 +804 +7 +6 +12\.5 ms/m);
    expect(text).toContain("Not shown: A power loss is untested.");
  });

  test("says once what was expected where all of it was found", () => {
    const [, , heading, line] = renderFault({ ...fault, cells: [cell(linearizable, [round])] })
      .split("\n")
      .filter((each) => each !== "");
    expect(heading).toMatch(/^strategy +found, as expected +acknowledged/);
    expect(line).toMatch(/^some-lock, of a kind +linearizable +\d/);
  });

  test.each([60, 80, 120])("shows in %i characters whatever matters", (width) => {
    const lines = textTable([cell(linearizable, [round, wrong])], width).split("\n");
    const words = lines.join(" ").replaceAll(/ +/g, " ");
    for (const text of ["WORSE: ", "expected: ", " 800 ", " 804 ", " 7 ", "12.5 ms"]) {
      expect(words).toContain(text);
    }
    if (width >= 80)
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
  });

  test("is followed by the violation, in words and lanes", () => {
    const [, after = ""] = renderFault(fault).split("some-lock, of a kind: ");
    expect(after).toContain("A lost update.\nClient 1 held it until 3.2 s.\n\n  client 1  |A|");
  });

  test("names at its end what was worse", () => {
    expect(closingSentences(document)).toContain(
      "Worse than expected: some-lock, of a kind in some-fault.",
    );
  });

  test("is a line per cell in CSV, with the figures as they are", () => {
    const [head, line, ...others] = renderFaultsCsv(document).trimEnd().split("\r\n");
    expect(head).toMatch(
      /^fault,strategy,expected,found,acknowledged,applied,lost,.*unservedMs,nextChangeMs/,
    );
    expect(line).toContain(",800,804,7,6,12.5,40,2,worse,2,");
    expect(others).toEqual([]);
  });

  test("is a table in Markdown", () => {
    const markdown = renderFaultsMarkdown(document);
    expect(markdown).toContain("## Some fault (`some-fault`)");
    expect(markdown).toContain("| some-lock, of a kind | linearizable | WORSE: ");
  });
});

test("faults are the files of a folder", () => {
  const ids = findFaults().map(({ id }) => id);
  expect(ids).toContain("server-killed");
  expect(selectFaults([]).map(({ id }) => id)).toEqual(ids);
  expect(selectFaults(["client-killed"]).map(({ id }) => id)).toEqual(["client-killed"]);
});

test("a wrong id is wrong input, with the nearest name", async () => {
  const { exitCode, stderr, stdout } = await runCommand(["faults", "server-kiled"]);
  expect(stderr).toBe('compare: there is no fault "server-kiled"; did you mean "server-killed"?\n');
  expect([exitCode, stdout]).toEqual([2, ""]);
});

test("the help lists the faults", async () => {
  const { exitCode, stdout } = await runCommand(["faults", "--help"]);
  expect(stdout).toMatch(/Faults: .*client-killed.*server-killed/);
  expect(exitCode).toBe(0);
});
