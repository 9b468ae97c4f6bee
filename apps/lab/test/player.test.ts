/** What the player says of a position, before any of it is drawn. */
import { everydayScenarios, scenarios, type ClientNow } from "@sync-strategies/schedule-explorer";
import { expect, test } from "vitest";
import { everydayCode } from "../src/page/components/player/everyday-code.ts";
import { codeOf } from "../src/page/components/player/planned-code.ts";
import { whyNot } from "../src/page/components/player/reasons.ts";

const waiting: ClientNow = {
  client: "B",
  state: "waits",
  operation: 0,
  action: "increment x",
  sees: undefined,
  attempts: 0,
  waitsFor: ["A"],
  placeInLine: 0,
};

test.each([
  ["lock-holder", "B waits: A holds the lock"],
  ["owner-task", "B waits: the owner carries out A's request"],
  ["any-caller", "B waits: A's update is open"],
] as const)(
  "where the state is touched by a %s, a client that waits is told: %s",
  (access, reason) => {
    expect(whyNot(waiting, { access, exclusion: "store" })).toBe(reason);
  },
);

test("a client that waits for none says that, and one that can take a step gives no reason", () => {
  const traits = { access: "lock-holder", exclusion: "store" } as const;
  expect(whyNot({ ...waiting, waitsFor: [] }, traits)).toContain("no client's update is open");
  expect(whyNot({ ...waiting, state: "awaits" }, traits)).toBeUndefined();
  expect(whyNot({ ...waiting, state: "finished" }, traits)).toBe("B has finished");
});

const operations = [...scenarios, ...everydayScenarios].flatMap(({ clients }) => clients.flat());

test("every operation of a scenario has code, and awaits at a line with an await or a call", () => {
  for (const operation of operations) {
    const { lines, awaitsAt } = codeOf(operation);
    if (operation.kind === "update" && operation.awaits > 0) {
      expect(lines[awaitsAt], operation.name).toMatch(/\bawait\b/);
    }
    expect(lines.join("\n")).toMatch(/;$/);
  }
});

test("every everyday scenario has the code of its service, and no code is left over", () => {
  const names = everydayScenarios.flatMap(({ clients }) =>
    clients.flat().map((operation) => ("name" in operation ? operation.name : "")),
  );
  expect(new Set(names)).toEqual(new Set(Object.keys(everydayCode)));
});
