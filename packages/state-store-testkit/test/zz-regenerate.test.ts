import { writeFileSync } from "node:fs";
import { contractTests, runContractTest } from "@sync-strategies/state-store-testkit/contract";
import { brokenStores } from "@sync-strategies/state-store-testkit/broken-stores";
import { test } from "vitest";
const only = process.env["ONLY"]?.split(",");
test("regenerate", async () => {
  const out: Record<string, { name: string; message: string }[]> = {};
  for (const broken of brokenStores) {
    if (only && !only.includes(broken.id)) continue;
    const started = process.cpuUsage().user;
    const failures: { name: string; message: string }[] = [];
    for (const t of contractTests) {
      if (!t.appliesTo(broken.traits)) continue;
      if (
        /^10,000|^many keys|many random clients/.test(t.name) &&
        (broken.id === "starts-over-for-ever" ||
          (!broken.caughtBy.includes(t.name) && broken.caughtBy.length > 0))
      )
        continue;
      const c0 = process.cpuUsage().user;
      try {
        await runContractTest(t, broken, { patienceMs: 50 });
      } catch (error) {
        failures.push({ name: t.name, message: String((error as Error).message ?? error) });
      }
      const c = (process.cpuUsage().user - c0) / 1000;
      if (c > 150) console.log("SLOW", Math.round(c), t.name);
    }
    out[broken.id] = failures;
    writeFileSync(`/tmp/tk/one-${broken.id}.json`, JSON.stringify(failures));
    console.log(
      broken.id,
      failures.length,
      Math.round((process.cpuUsage().user - started) / 1000),
      "ms",
      failures
        .map((f) => f.name)
        .slice(0, 3)
        .join(" | "),
    );
  }
  // end
  writeFileSync(
    `/tmp/tk/failures-${process.env["OUT"] ?? "main"}.json`,
    JSON.stringify(out, null, 1),
  );
}, 600000);
