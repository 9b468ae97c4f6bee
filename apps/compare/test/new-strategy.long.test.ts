/**
 * `pnpm new-strategy`, as a newcomer uses it, in a copy of the repository: created, tested,
 * compared and removed, with nothing edited by hand. CI is set throughout, where pnpm refuses to
 * touch the lockfile unless it is told to. The name made here is one that nobody gives to a
 * strategy worth keeping: what the repository has, its copy has, too.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ResultDocument } from "@sync-strategies/results";

const original = fileURLToPath(new URL("../../..", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "new-strategy-test-"));

/** Each of these may build the whole copy, and test what its packages import. */
const LIMIT_MS = 900_000;

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs pnpm in the copy. */
function pnpm(...words: readonly string[]): Outcome {
  const { stdout, stderr, status } = spawnSync("pnpm", words, {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, CI: "true", NO_COLOR: "1", COLUMNS: "100" },
  });
  return { stdout, stderr, exitCode: status };
}

function expectSuccess(outcome: Outcome): void {
  expect(outcome.exitCode, `${outcome.stdout}${outcome.stderr}`).toBe(0);
}

beforeAll(() => {
  const listed = spawnSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
    cwd: original,
    encoding: "utf8",
  });
  for (const file of listed.stdout.split("\0")) {
    const source = join(original, file);
    if (file !== "" && existsSync(source)) cpSync(source, join(copy, file));
  }
  expectSuccess(pnpm("install", "--offline"));
}, LIMIT_MS);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("from nothing to a row in the table", () => {
  const packageFolder = join(copy, "packages", "untried-store");
  let lockfile: string;

  test("it creates a package, and says what to do with it", () => {
    lockfile = readFileSync(join(copy, "pnpm-lock.yaml"), "utf8");
    const created = pnpm("--silent", "new-strategy", "untried-store");
    expectSuccess(created);
    expect(created.stdout).toContain('packages/untried-store is a strategy now, "untried"');
    expect(created.stdout).toContain("pnpm compare untried-store mutex --workload contended");
    const files = readdirSync(packageFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter((text) => /template/i.test(text))).toEqual([]);
    expect(files.join("\n")).toContain("class UntriedStore<");
    expect(files.filter((text) => text.includes("TODO: ")).length).toBeGreaterThanOrEqual(4);
  });

  test(
    "it keeps the contract as it stands",
    () => {
      const tested = pnpm("test", "untried-store");
      expectSuccess(tested);
      expect(tested.stdout).toMatch(/^✓ untried-store +\d{3} tests/m);
    },
    LIMIT_MS,
  );

  test(
    "it has a row in the table, linearizable, beside the others",
    () => {
      const compared = pnpm(
        "--silent",
        "compare",
        "untried-store",
        "mutex",
        "--workload",
        "contended",
        "--duration",
        "40ms",
        "--no-reference",
        "--format",
        "json",
      );
      expectSuccess(compared);
      const { workloads } = JSON.parse(compared.stdout) as ResultDocument;
      expect(workloads[0]?.results).toMatchObject([
        { strategy: "untried", status: "completed", verdict: "linearizable" },
        { strategy: "mutex", status: "completed", verdict: "linearizable" },
      ]);
      expect(pnpm("--silent", "compare", "list").stdout).toMatch(/^ {2}untried +Every client/m);
    },
    LIMIT_MS,
  );

  test("its name is taken now, with -store and without", () => {
    for (const name of ["untried-store", "untried"]) {
      const { stderr, exitCode } = pnpm("--silent", "new-strategy", name);
      expect(stderr).toBe(
        "new-strategy: untried-store is taken: packages/untried-store is called that\n",
      );
      expect(exitCode).toBe(2);
    }
  });

  test("it is gone when its folder is", () => {
    rmSync(packageFolder, { recursive: true });
    expectSuccess(pnpm("install", "--no-frozen-lockfile", "--offline"));
    expect(readFileSync(join(copy, "pnpm-lock.yaml"), "utf8")).toBe(lockfile);
    const listed = pnpm("--silent", "compare", "list");
    expectSuccess(listed);
    expect(listed.stdout).not.toContain("untried");
  });
});

describe("a name that does not do", () => {
  test.each([
    [[], "a name is missing: pnpm new-strategy NAME"],
    [["one", "two"], "one name, not 2"],
    [["Untried"], '"Untried" must be lower-case words joined by hyphens'],
    [["untried_store"], '"untried_store" must be lower-case words'],
    [["../untried"], '"../untried" must be lower-case words'],
    [["2pc"], "a letter first"],
    [["mutex-store"], "mutex-store is taken: packages/mutex-store is called that"],
    [["mutex"], "mutex-store is taken"],
    [["channels"], 'the strategy "channels" is taken: packages/channels is called that'],
    [["state-store"], "state-store is taken: packages/state-store is called that"],
    [["template"], "template-store is taken: templates/template-store is called that"],
    [["explore"], '"pnpm compare explore" is a command; choose another name'],
  ])("%j is refused with one line", (words, line) => {
    const before = readdirSync(join(copy, "packages"));
    const { stdout, stderr, exitCode } = pnpm("--silent", "new-strategy", ...words);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain(line);
    expect(readdirSync(join(copy, "packages"))).toEqual(before);
  });
});
