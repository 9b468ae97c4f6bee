import { workspaceRoot } from "@sync-strategies/command-kit";
import { expect, it } from "vitest";
import { examineDocuments } from "../src/documents.ts";
import { problemsOf } from "../src/problems.ts";
import { strategyPackagesOf } from "../src/strategy-packages.ts";

it("finds every generated page and every recorded output up to date", async () => {
  const state = await examineDocuments(workspaceRoot, await strategyPackagesOf());
  expect(problemsOf(state)).toEqual([]);
});
