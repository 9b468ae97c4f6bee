import { readdirSync } from "node:fs";
import { join } from "node:path";
import { situations, type Situation } from "@sync-strategies/choosing";
import { workspaceRoot } from "@sync-strategies/command-kit";
import { describe, expect, it } from "vitest";
import { SnippetFolder } from "../src/snippets.ts";
import { fillSituations } from "../src/situations-table.ts";
import { strategyPackagesOf } from "../src/strategy-packages.ts";

const rows: readonly [string, Situation][] = Object.entries(situations);

describe("a situation", () => {
  it("names strategies that exist", async () => {
    const packages = await strategyPackagesOf();
    const ids = packages.flatMap(({ strategies }) => strategies.map(({ id }) => id));
    const outside = readdirSync(join(workspaceRoot, "external-state/processes")).map((name) =>
      name.replace(/\.ts$/, ""),
    );
    const named = rows.flatMap(([, { strategies }]) => strategies);
    expect([...ids, ...outside]).toEqual(expect.arrayContaining(named));
  });

  it("shows code that type-checks", () => {
    const snippets = rows.flatMap(([name, { language, code }]) =>
      language === "ts"
        ? [
            {
              name,
              path: `${name}.md`,
              language,
              subject: "",
              given: "",
              text: code,
              prints: undefined,
            },
          ]
        : [],
    );
    expect(snippets.length).toBeGreaterThan(5);
    expect(new SnippetFolder(snippets, "situations").typeErrors()).toBe("");
  });

  it("has about six lines of code", () => {
    for (const [name, { code }] of rows) {
      expect(code.split("\n").length, name).toBeLessThanOrEqual(7);
    }
  });
});

it("writes the table over what is between the two lines, and nothing else", () => {
  const text = "before\n<!-- situations -->\nold\n<!-- /situations -->\nafter\n";
  const filled = fillSituations(text);
  expect(filled).toMatch(/^before\n<!-- situations -->\n\n\| your situation [^]*\nafter\n$/);
  expect(filled).not.toContain("old");
  expect(fillSituations(filled)).toBe(filled);
});
