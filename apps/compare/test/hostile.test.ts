/** Strategies that get in the way of what runs them: each is shown as what it is, and costs the others nothing. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import { parseResult } from "@sync-strategies/results";
import { runCommand } from "./run-command.ts";

const sound = JSON.stringify(fileURLToPath(new URL("strategies/sound-store.ts", import.meta.url)));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostile-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a strategy that does this when it is loaded; returns its path. */
async function strategyThat(id: string, deed: string, file = `${id}.ts`): Promise<string> {
  const path = join(folder, file);
  const exported = `export default strategy("${id}", () => new SoundStore());`;
  const head = `import { SoundStore, strategy } from ${sound};`;
  await writeFile(path, [head, deed, exported].join("\n"));
  return path;
}

const brief = ["--workload", "contended", "--operations", "200", "--no-reference"];

describe.concurrent("a strategy", () => {
  test("can neither speak for the command nor change what it measures with", async ({ expect }) => {
    const deeds = {
      sends: 'process.send("ready"); process.send({ type: "measured" }); process.disconnect();',
      "stops-clock": "performance.now = () => 0;",
      "adds-json": 'Object.prototype.toJSON = () => "nothing";',
      "loses-keys": "Map.prototype.get = () => undefined;",
      leaves: "process.nextTick(() => process.exit(0)); await new Promise(() => {});",
    };
    const paths = Object.entries(deeds).map(([id, deed]) => strategyThat(id, deed));
    const words = [...(await Promise.all(paths)), "mutex", ...brief, "--format", "json"];
    const { stdout, stderr, exitCode } = await runCommand(words);
    expect(exitCode).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/leaves\.ts: the process that loaded it died/),
      expect.stringMatching(/stops-clock in contended: threw .*'now'.* \(.*stops-clock\.ts:2\)$/),
      expect.stringMatching(/adds-json in contended: threw .*it changes Object\.prototype\.toJSON/),
      expect.stringMatching(/loses-keys in contended: threw .*it changes Map\.prototype\.get/),
    ]);
    expect(parseResult(JSON.parse(stdout)).workloads[0]?.results).toMatchObject([
      { strategy: "sends", status: "completed", verdict: "linearizable", totalOps: 200 },
      { strategy: "stops-clock", status: "threw" },
      { strategy: "adds-json", status: "threw" },
      { strategy: "loses-keys", status: "threw" },
      { strategy: "mutex", status: "completed", verdict: "linearizable" },
    ]);
  });

  test("has its place named wherever it is", async ({ expect }) => {
    const odd = "[br]* 1%41#é";
    await mkdir(join(folder, odd));
    const file = join(odd, "odd.ts");
    const path = await strategyThat(
      "odd",
      "setTimeout(fails); function fails() {\n  throw new Error('\\u001B[2J'); }",
      file,
    );
    const { stderr } = await runCommand([path, ...brief]);
    expect(stderr).toContain(`threw while `);
    expect(stderr).toContain(`: \\u001b[2J (${path}:3)\n`);
  });

  test("may not have the id of another row", async ({ expect }) => {
    const [yours, gos] = await Promise.all([
      strategyThat("mutex", ""),
      strategyThat("go-channels", ""),
    ]);
    const both = await runCommand([yours, "mutex", ...brief]);
    expect(both).toMatchObject({ stdout: "", exitCode: 2 });
    expect(both.stderr).toMatch(/mutex\.ts and packages\/mutex-store both have the id "mutex"/);
    const row = await runCommand([gos, "--workload", "contended"]);
    expect(row).toMatchObject({ stdout: "", exitCode: 2 });
    expect(row.stderr).toMatch(/go-channels\.ts has the id "go-channels", which is Go's row/);
  });

  test("is one, by however many paths it is named", async ({ expect }) => {
    const path = await strategyThat("once", "");
    const folderOfMutex = fileURLToPath(new URL("../../../packages/mutex-store/", import.meta.url));
    const words = [path, join(folder, ".", "x", "..", "once.ts"), folderOfMutex, "mutex"];
    const { stdout, exitCode } = await runCommand([...words, ...brief, "--format", "csv"]);
    expect(exitCode).toBe(0);
    expect([...stdout.matchAll(/^contended,,\w+,([^,]+)/gm)].map(([, name]) => name)).toEqual([
      "once",
      "mutex",
    ]);
  });
});
