import type { SharedStrategy, Strategy } from "@sync-strategies/state-store";
import { expect, test } from "vitest";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { faultsOfDescription } from "../src/description.ts";

const [plain] = brokenStores;
const described: Strategy = {
  ...plain!,
  id: "lock-per-key",
  title: "Lock per key",
  summary: "Every client locks one key.",
  reply: "a promise for each request",
};

test("a description that can be printed as it is has no faults", () => {
  expect(faultsOfDescription(described)).toEqual([]);
  expect(faultsOfDescription({ ...described, reply: undefined })).toEqual([]);
});

test.each([
  [{ id: "" }, 'The id "" must be lower-case words'],
  [{ id: "Lock" }, 'The id "Lock" must be'],
  [{ id: "lock--key" }, 'The id "lock--key" must be'],
  [{ title: "" }, 'The title "" must be one line'],
  [{ title: "Lock\nper key" }, "must be one line"],
  [{ title: "Lock per key." }, "without a full stop"],
  [{ summary: "" }, 'The summary "" must be one sentence'],
  [{ summary: "Every client locks one key" }, "must be one sentence"],
  [{ summary: "Every client locks\none key." }, "must be one sentence"],
  [{ summary: "One locks. Another waits." }, "must be one sentence"],
  [{ reply: "" }, 'The reply "" must be one line'],
  [{ reply: "A promise for each request." }, "without a full stop"],
])("%o is a fault", (change, says) => {
  expect(faultsOfDescription({ ...described, ...change })).toEqual([expect.stringContaining(says)]);
});

test.each([
  [{ access: "any-caller", reads: "wait" }, "wait nowhere"],
  [{ access: "lock-holder", reads: "never-wait" }, 'A "lock-holder" makes others wait'],
] as const)("%o contradicts an exclusion of nothing", (traits, says) => {
  const contradictory: Strategy = {
    ...described,
    traits: { ...described.traits, exclusion: "nothing", ...traits },
  };
  expect(faultsOfDescription(contradictory)).toEqual([expect.stringContaining(says)]);
});

test.each(["store", "key"] as const)(
  "any caller contradicts an exclusion of the %s",
  (exclusion) => {
    const traits = { ...described.traits, access: "any-caller", exclusion } as const;
    expect(faultsOfDescription({ ...described, traits })).toEqual([
      expect.stringContaining('the exclusion is "nothing"'),
    ]);
  },
);

test.each([
  [{ access: "" }, "The trait access must be one of"],
  [{ exclusion: "row" }, "The trait exclusion must be one of"],
  [{ reads: undefined }, "The trait reads must be one of"],
  [{ updaterRuns: "twice" }, "The trait updaterRuns must be one of"],
  [{ lacks: ["patience"] }, "What it lacks must be among"],
  [{ values: "text" }, "The trait values must be one of"],
])("%o is no trait", (change, says) => {
  const traits = { ...described.traits, ...change } as Strategy["traits"];
  expect(faultsOfDescription({ ...described, traits })).toContainEqual(
    expect.stringContaining(says),
  );
});

const { id, title, summary } = described;
const shared: SharedStrategy = {
  id,
  title,
  summary,
  span: "threads",
  traits: { ...described.traits, values: "number", survivesKill: false },
  createState: () => Promise.reject(new Error("never created")),
  openStore: () => Promise.reject(new Error("never opened")),
};

test("a shared strategy that says all that members must know has no faults", () => {
  expect(faultsOfDescription(shared)).toEqual([]);
  expect(faultsOfDescription({ ...shared, span: "machines", service: "redis" })).toEqual([]);
});

test.each([
  [{ span: "tasks" }, "The span must be one of threads, processes, machines."],
  [{ service: "Redis server" }, 'The service "Redis server" must be one lower-case word.'],
])("%o is a fault of a shared strategy", (change, says) => {
  expect(faultsOfDescription({ ...shared, ...change } as SharedStrategy)).toEqual([says]);
});

test.each([
  [{ values: "reference" }, "reaches another member by reference"],
  [{ values: undefined }, "reaches another member by reference"],
  [{ survivesKill: undefined }, "The trait survivesKill must say"],
  [{ access: "any-caller", exclusion: "nothing", reads: "never-wait" }, "no member waits"],
])("%o contradicts that members share the state", (change, says) => {
  const traits = { ...shared.traits, ...change } as Strategy["traits"];
  expect(faultsOfDescription({ ...shared, traits })).toEqual([expect.stringContaining(says)]);
});
