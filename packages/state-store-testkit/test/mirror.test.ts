import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { ContractTest } from "@sync-strategies/state-store-testkit";
import type { BrokenStore } from "@sync-strategies/state-store-testkit/broken-stores";

/** The files of a folder without their endings. */
function namesIn(folder: string): string[] {
  return readdirSync(new URL(`../src/${folder}`, import.meta.url))
    .filter((file) => file !== "index.ts")
    .map((file) => file.replace(/\.ts$/, ""));
}

test("clauses and broken stores mirror each other, file by file", () => {
  expect(namesIn("broken-stores")).toEqual(namesIn("clauses"));
});

test.each(namesIn("clauses"))("%s catches the broken stores of its name", async (name) => {
  const clause = (await import(`../src/clauses/${name}.ts`)) as Record<string, ContractTest[]>;
  const broken = (await import(`../src/broken-stores/${name}.ts`)) as Record<string, BrokenStore[]>;
  const tests = new Set(Object.values(clause).flatMap((all) => all.map((each) => each.name)));
  for (const { id, caughtBy } of Object.values(broken).flat()) {
    expect(
      caughtBy.filter((caught) => tests.has(caught)),
      id,
    ).not.toEqual([]);
  }
});

test("clauses over two threads and their broken stores mirror each other, file by file", () => {
  expect(namesIn("shared/broken-stores")).toEqual(namesIn("shared/clauses"));
});

test.each(namesIn("shared/clauses"))(
  "over two threads, %s catches the broken stores of its name",
  async (name) => {
    const clause = (await import(`../src/shared/clauses/${name}.ts`)) as Record<string, unknown>;
    const broken = (await import(`../src/shared/broken-stores/${name}.ts`)) as Record<
      string,
      BrokenStore[]
    >;
    const tests = new Set(
      Object.values(clause).flatMap((all) =>
        Array.isArray(all) ? (all as ContractTest[]).map((each) => each.name) : [],
      ),
    );
    for (const { id, caughtBy } of Object.values(broken).flat()) {
      expect(
        caughtBy.filter((caught) => tests.has(caught)),
        id,
      ).not.toEqual([]);
    }
  },
);
