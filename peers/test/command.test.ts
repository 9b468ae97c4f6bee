/** `pnpm compare --peers`, as its users run it: the compiled command in a process of its own. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const main = fileURLToPath(new URL("../../apps/compare/dist/main.js", import.meta.url));
const here = fileURLToPath(new URL("../", import.meta.url));
const brief = ["--duration", "40ms", "--no-reference"];

interface Row {
  readonly strategy: string;
  readonly kind: string;
  readonly group?: string;
  readonly reply?: string;
  readonly status: string;
  readonly verdict: string;
}

function run(...words: string[]): Promise<{ stdout: string; exitCode: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...words], {
      env: { ...process.env, INIT_CWD: here, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ stdout, exitCode }));
  });
}

async function rowsOf(...words: string[]): Promise<Row[]> {
  const { stdout } = await run(...words, "--format", "json", ...brief);
  const { workloads } = JSON.parse(stdout) as { workloads: { results: Row[] }[] };
  return workloads.flatMap(({ results }) => results);
}

describe("--peers", () => {
  test("adds every peer, group by group, each checked, and loses updates with yardsticks alone", async () => {
    const rows = await rowsOf("--peers", "--workload", "contended");
    const groups = rows.flatMap(({ group }) => group ?? []);
    expect([...new Set(groups)]).toEqual(["actor", "channels", "mutex", "yardsticks"]);
    expect(groups.filter((group, index) => groups.indexOf(group) < index).length).toBe(
      groups.length - 4,
    );
    for (const { strategy, kind, group, status, verdict, reply } of rows) {
      expect(status, strategy).toBe("completed");
      if (strategy === "bare-map" || kind === "control") continue;
      expect(verdict, strategy).toBe("linearizable");
      if (group !== undefined) expect(reply, strategy).toMatch(/\w/);
    }
  });

  test("beside a named strategy adds the peers of its kind and the yardsticks, no others", async () => {
    const rows = await rowsOf("channels", "--peers");
    expect(new Set(rows.map(({ group }) => group))).toEqual(
      new Set([undefined, "channels", "yardsticks"]),
    );
  });

  test("adds nothing where peers are named, which are known by their ids", async () => {
    const names = ["channels", "ts-chan", "hand-over"];
    for (const words of [[...names, "--peers"], names]) {
      const rows = await rowsOf(...words);
      expect(rows.map(({ strategy }) => strategy)).toEqual(names);
      expect(rows.map(({ kind }) => kind)).toEqual(["strategy", "peer", "yardstick"]);
    }
  });

  test("over threads adds the peers of their strategies, or says what the running Node lacks", async () => {
    const words = ["futex", "--threads", "2", "--peers", "--workload", "mixed"];
    const { stdout, exitCode } = await run(...words, ...brief);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^peers of futex: .*\nmultithreading +[\d,]+.* linearizable, [\d,]+$/m);
    expect(stdout).toMatch(/^web-locks +[\d,]+.* linearizable, |has no navigator\.locks$/m);
  });

  test("appear in each format, with the reply and with ratios", async () => {
    const words = ["actor", "nact", "hand-over", "--workload", "saturated", ...brief];
    const table = await run(...words);
    expect(table.stdout).toMatch(/^peers of actor: .*\nnact +[\d,]+/m);
    expect(table.stdout).toMatch(/^yardsticks: .*\nhand-over +[\d,]+/m);
    const prose = table.stdout.replaceAll(/\s+/g, " ");
    const ratios =
      /Speed of actor: [\d.]+ times nact\. .*Speed as a multiple of hand-over: actor [\d.]+\./;
    // On a machine that is too busy there are none, and it says so.
    const none = /The machine was busy: .* nothing is ranked\./;
    expect(prose).toMatch(none.test(prose) ? none : ratios);
    expect(prose).toContain("How a reply reaches its caller. actor and hand-over: a promise for");
    expect(prose).toContain("; nact: nact's query");
    const markdown = await run(...words, "--format", "markdown");
    expect(markdown.stdout).toMatch(/^\| nact \(peer of actor\) \| [\d,]+ \|/m);
    expect(markdown.stdout).toMatch(/^\| hand-over \(yardstick\) \| [\d,]+ \|/m);
    expect(markdown.stdout).toContain("How a reply reaches its caller.");
    const csv = await run(...words, "--format", "csv");
    expect(csv.stdout).toMatch(/,nact,peer,actor,,nact's query: [^,]+,completed,/);
  });

  test("leaves out a peer that has too many clients, and says so", async () => {
    const names = ["js-csp", "goscript"];
    const { stdout, exitCode } = await run(...names, "--readers", "1100", ...brief);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^goscript +[\d,]+/m);
    expect(stdout).not.toMatch(/^js-csp +[\d,]+/m);
    expect(stdout).toContain("it holds 1,024 open operations");
  });

  test("lists them", async () => {
    const { stdout } = await run("list", "--peers");
    expect(stdout).toMatch(/^Peers: mutex\n {2}async-lock +\w.*\(peers\/strategies\/mutex\//m);
  });

  test("lets a peer be explored", async () => {
    const { stdout, exitCode } = await run("explore", "async-mutex", "--scenario", "lost-update");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^async-mutex/m);
  });
});
