import { writeFileSync } from "node:fs";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { test } from "vitest";
const only = process.env["ONLY"]?.split(",");
test("regenerate", async () => {
  const out: Record<string, { name: string; message: string }[]> = {};
  for (const broken of brokenStores) {
    if (only && !only.includes(broken.id)) continue;
    const started = performance.now();
    const failures: { name: string; message: string }[] = [];
    for (const t of contractTests) {
      if (!t.appliesTo(broken.traits)) continue;
      try {
        await runContractTest(t, broken, { patienceMs: 50 });
      } catch (error) {
        failures.push({ name: t.name, message: String((error as Error).message ?? error) });
      }
    }
    out[broken.id] = failures;
    console.log(
      broken.id,
      failures.length,
      Math.round(performance.now() - started),
      "ms",
      failures
        .map((f) => f.name)
        .slice(0, 3)
        .join(" | "),
    );
  }
  writeFileSync("/tmp/tk/failures.json", JSON.stringify(out, null, 1));
}, 600000);
