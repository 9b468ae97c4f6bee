/**
 * Histories recorded by other tools, with known verdicts, from the folder that the variable
 * HISTORIES names: its manifest.json lists `{ file, model, initial, expected }`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  check,
  counter,
  parseHistory,
  register,
  text,
  type Model,
  type Operation,
} from "@sync-strategies/linearizability";
import { isLinearizable } from "./brute-force.ts";

interface Entry {
  readonly file: string;
  readonly model: "register" | "counter" | "string";
  readonly initial: unknown;
  readonly expected: string;
}

const folder = process.env["HISTORIES"];

function modelOf({ model, initial }: Entry): Model {
  if (model === "counter") return counter(initial as number);
  return model === "string" ? text(initial as string) : register(initial);
}

// Test runners count skipped tests, but do not say why they were skipped.
if (folder === undefined) {
  console.log("Recorded histories: skipped, since the variable HISTORIES names no folder of them.");
}

describe.skipIf(folder === undefined)(
  "recorded histories (skipped unless HISTORIES names them)",
  () => {
    const read = (file: string): string => readFileSync(join(folder ?? "", file), "utf8");
    const entries = folder === undefined ? [] : (JSON.parse(read("manifest.json")) as Entry[]);
    const histories = entries.map((entry): [Entry, Operation[]] => [
      entry,
      parseHistory(read(entry.file), { file: entry.file }),
    ]);

    test("all get the verdict that is known to be right", () => {
      const spent = new Map<string, { files: number; ms: number }>();
      for (const [entry, history] of histories) {
        const model = modelOf(entry);
        const verdict = check(history, model);
        expect(verdict.verdict, entry.file).toBe(entry.expected);
        if (verdict.verdict === "not-linearizable") {
          const { operations, context, initial } = verdict.witness;
          // Trying every order of a larger one would take too long.
          if (operations.length <= 12) {
            const proof = [...operations, ...context];
            expect(isLinearizable(proof, model, initial), entry.file).toBe(false);
          }
        }
        const kind = entry.file.split("/")[0] ?? "";
        const { files, ms } = spent.get(kind) ?? { files: 0, ms: 0 };
        spent.set(kind, { files: files + 1, ms: ms + verdict.elapsedMs });
      }
      const times = [...spent].map(
        ([kind, { files, ms }]) => `${kind}: ${files} in ${ms.toFixed(1)} ms`,
      );
      console.log(`time spent checking, without reading files or explaining: ${times.join("; ")}`);
    });
  },
);
