/** Results that were saved by earlier versions, and those that are none. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parseResult, SCHEMA_VERSION } from "../src/index.ts";
import { madeUpDocument, violation } from "../src/testing/index.ts";

/** As far as these tests change it. */
interface Version3 {
  schemaVersion: number;
  workloads: {
    limit: number | null;
    results: { kind: string; group?: string; shareOfLimit: number | null; totalOps: unknown }[];
    comparison: { obstacle?: string };
  }[];
}

/** A real result of schema version 3: six rounds at one point of a sweep, a little shortened. */
async function version3(change: (saved: Version3) => void = () => {}): Promise<unknown> {
  const file = new URL("fixtures/result-of-version-3.json", import.meta.url);
  const saved = JSON.parse(await readFile(file, "utf8")) as Version3;
  change(saved);
  return saved;
}

test("a result of version 3 is read as one of today", async () => {
  const { schemaVersion, workloads } = parseResult(await version3());
  expect(schemaVersion).toBe(SCHEMA_VERSION);
  const [table] = workloads;
  expect(table).toMatchObject({
    workload: "contended",
    sweep: { knob: "keys", value: 1 },
    operationCeiling: null,
    baselineAgain: { strategy: "mutex", status: "completed" },
    comparison: { baseline: "mutex", aaCheck: { passed: true }, contenders: [{ name: "actor" }] },
  });
  expect(table?.comparison?.contenders[0]?.standing).toBe("tie");
  expect(table?.results.map(({ strategy, kind }) => [strategy, kind])).toEqual([
    ["actor", "strategy"],
    ["mutex", "strategy"],
    ["unsynchronized", "control"],
  ]);
  expect(table?.results[2]?.check).toMatchObject({ verdict: "not-linearizable" });
  expect(table?.results.every(({ rounds }) => rounds.length === 6)).toBe(true);
});

test("the old words of kinds, ceilings and obstacles are read, too", async () => {
  const saved = await version3(({ workloads: [table] }) => {
    const [row] = table!.results;
    Object.assign(row!, { kind: "floor", group: "floors", shareOfLimit: 0.5 });
    table!.limit = 1000;
    table!.comparison.obstacle = "too few rounds";
  });
  expect(parseResult(saved).workloads[0]).toMatchObject({
    operationCeiling: 1000,
    results: [{ kind: "yardstick", group: "yardsticks", shareOfCeiling: 0.5 }, {}, {}],
    comparison: { obstacle: "too-few-rounds" },
  });
});

test("a result of version 5 is read as one of one event loop, in its own words", async () => {
  const file = new URL("fixtures/result-of-version-5.json", import.meta.url);
  const saved = JSON.parse(await readFile(file, "utf8")) as ReturnType<typeof parseResult>;
  const { schemaVersion, workloads } = parseResult(saved);
  expect(schemaVersion).toBe(SCHEMA_VERSION);
  expect(workloads[0]?.parameters).toEqual({ ...saved.workloads[0]!.parameters, members: null });
  expect(workloads[0]?.results).toMatchObject(saved.workloads[0]!.results);
});

test("what is written today is read as it is", () => {
  const document = madeUpDocument({
    rows: [{ strategy: "actor" }, { strategy: "careless", rounds: [{ check: violation() }] }],
  });
  const read: unknown = parseResult(JSON.parse(JSON.stringify(document)));
  expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(document)));
});

test("a fault is named with its place, a version with its number", async () => {
  const saved = await version3(({ workloads: [table] }) => (table!.results[0]!.totalOps = "many"));
  expect(() => parseResult(saved)).toThrow(/^workloads\.0\.results\.0\.totalOps: /);
  expect(() => parseResult({ schemaVersion: 2 })).toThrow("its schema version is 2");
  expect(() => parseResult("nothing")).toThrow(TypeError);
});
