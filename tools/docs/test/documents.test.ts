import { workspaceRoot } from "@sync-strategies/command-kit";
import {
  findStrategyPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";
import { expect, it } from "vitest";
import { examineDocuments } from "../src/documents.ts";
import { problemsOf } from "../src/problems.ts";

it("finds every generated page and every recorded output up to date", async () => {
  const packages = await loadStrategyPackages(await findStrategyPackages());
  expect(problemsOf(await examineDocuments(workspaceRoot, packages))).toEqual([]);
});
