import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { describeModels, modelNames } from "../src/check/model-flags.ts";

const textOf = (path: string): Promise<string> =>
  readFile(new URL(`../../../${path}`, import.meta.url), "utf8");

test("the document on histories lists each model's operations as the help does", async () => {
  expect(await textOf("docs/checking-histories.md")).toContain(
    "```text\n" + describeModels() + "\n```\n",
  );
});

test("the README of the command lists the models", async () => {
  const names = modelNames.map((name) => `\`${name}\``).join(", ");
  expect(await textOf("apps/compare/README.md")).toContain(`what each key is: ${names}`);
});
