import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { describe, expect, test } from "vitest";
import { findCircles } from "../src/layers/circles.ts";
import { importsIn } from "../src/layers/imports.ts";
import { readPackages, type Package } from "../src/layers/packages.ts";
import { entryOf, readTree } from "../src/layers/tree.ts";
import { violationsOf } from "../src/layers/violations.ts";
import { filesOf } from "../src/repository.ts";

const tree = readTree(readFileSync(join(workspaceRoot, "CONTRIBUTING.md"), "utf8"));

test("every package has its layer in CONTRIBUTING.md, and uses lower layers only", () => {
  const packages = readPackages(workspaceRoot, filesOf());
  expect(packages.length).toBeGreaterThan(10);
  expect(violationsOf(tree, packages, existsHere)).toEqual([]);
});

/** A package that imports nothing, except what `uses` says. */
function one(folder: string, uses: Partial<Package> = {}): Package {
  return {
    folder,
    name: folder.replace(/^\w+/, "@sync-strategies"),
    dependencies: [],
    devDependencies: [],
    isStrategy: folder.endsWith("-store"),
    imports: [],
    ...uses,
  };
}

function existsHere(folder: string): boolean {
  return existsSync(join(workspaceRoot, folder));
}

describe("the test of layers", () => {
  const entries = readTree(
    "## The tree\n\n| folder | layer | what |\n|---|---|---|\n| packages/low | 0 | a |\n" +
      "| packages/*-store | 1 | b |\n| apps/top | 2 | c |\n| scripts | – | d |\n\n## Next\n| no | 9 | e |\n",
  );
  const low = one("packages/low");
  const store = one("packages/one-store");
  const top = one("apps/top");
  const check = (...packages: Package[]): string[] => violationsOf(entries, packages, () => true);

  test("reads rows, and patterns for packages without a row", () => {
    expect(entries).toHaveLength(4);
    expect(entryOf("packages/one-store", entries)?.layer).toBe(1);
    expect(entryOf("scripts", entries)?.layer).toBeUndefined();
    expect(check(low, one("packages/new"))).toEqual([
      "CONTRIBUTING.md gives packages/new no layer",
    ]);
    expect(violationsOf(entries, [], (folder) => folder !== "scripts")).toEqual([
      "CONTRIBUTING.md lists scripts, which does not exist",
    ]);
  });

  test("notices a dependency that goes up, also between strategies, and on an app", () => {
    const up = one("packages/low", { dependencies: [store.name] });
    expect(check(up, store)).toEqual([
      "packages/low/package.json (layer 0) uses packages/one-store (layer 1), which is not lower",
    ]);
    expect(check(one("packages/low", { devDependencies: [store.name] }), store)).toEqual([]);
    const other = one("packages/two-store", { devDependencies: [store.name] });
    expect(check(store, other)).toEqual([
      "packages/two-store/package.json uses packages/one-store, but a strategy may not use another one",
    ]);
    expect(check(one("packages/low", { devDependencies: [top.name] }), top)).toEqual([
      "packages/low/package.json uses apps/top, but nothing may use an app",
    ]);
  });

  test("notices an import by path into another package", () => {
    const file = "packages/low/src/a.ts";
    const target = "apps/top/src/b.ts";
    const imports = [{ file, isSource: true, specifier: "../../../apps/top/src/b.ts", target }];
    expect(check(one("packages/low", { imports }), top)).toEqual([
      `${file} uses apps/top, but nothing may use an app`,
    ]);
  });

  test("finds circles, also of types", () => {
    expect(
      importsIn('import type {\n  A,\n} from "./a.ts";\nexport * from "./b.ts";\nimport "c";\n'),
    ).toEqual(["./a.ts", "./b.ts", "c"]);
    const imports = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", ["a"]],
    ]);
    expect(findCircles(imports)).toEqual([["a", "b", "c", "a"]]);
  });
});
