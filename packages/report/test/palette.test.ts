import { madeUpDocument } from "@sync-strategies/results/testing";
import { expect, test } from "vitest";
import { Palette } from "../src/palette.ts";

test("no two of thirty strategies look alike, and references differ from strategies", () => {
  const names = Array.from({ length: 30 }, (_, number) => `strategy-${number}`);
  const references = ["go-channels", "go-mutex"];
  const palette = new Palette(
    madeUpDocument({
      rows: [
        ...names.map((strategy) => ({ strategy })),
        ...references.map((strategy) => ({ strategy, kind: "reference" as const })),
      ],
    }),
  );
  const looks = [...names, ...references].map((name) => JSON.stringify(palette.lookOf(name)));
  expect(new Set(looks).size).toBe(32);
});
