/** Finding strategies: which packages have one, and what a module must export. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findStrategy, loadStrategies, NotAStrategyError } from "../src/in-child/index.ts";
import { controlsLast, findStrategyPackages } from "../src/strategies/index.ts";
import type * as DescribeModules from "../src/strategies/describe-modules.ts";

/** Compiled, since the child process is. */
const compiled = new URL("../dist/strategies/describe-modules.js", import.meta.url).href;
const { describeModules } = (await import(compiled)) as typeof DescribeModules;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "strategies-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const sound = `{
  id: "sound", title: "Sound", summary: "It is.", createStore() {},
  traits: { access: "any-caller", exclusion: "store", reads: "wait", updaterRuns: "once",
    control: false },
}`;

const shared = `{
  id: "shared", title: "Shared", summary: "It is.", span: "threads", createState() {},
  openStore() {},
  traits: { access: "any-caller", exclusion: "store", reads: "wait", updaterRuns: "once",
    values: "number", survivesKill: false, control: false },
}`;

let modules = 0;
/** The URL of a module with this source. */
async function moduleOf(source: string): Promise<string> {
  const file = join(folder, `${++modules}.mjs`);
  await writeFile(file, source);
  return pathToFileURL(file).href;
}

describe("the packages of a workspace", () => {
  test("that export ./strategy are found, in the order of their names", async () => {
    const root = join(folder, "workspace");
    const exported = { "@sync-strategies/source": "./src/strategy.ts", default: "./dist/s.js" };
    const manifests = {
      "b-store": { exports: { ".": "./x.js", "./strategy": exported } },
      "a-store": { exports: { "./strategy": exported } },
      "no-strategy": { exports: { ".": "./x.js" } },
      "no-source": { exports: { "./strategy": { default: "./dist/s.js" } } },
      "no-exports": {},
    };
    for (const [name, manifest] of Object.entries(manifests)) {
      await mkdir(join(root, "packages", name), { recursive: true });
      await writeFile(join(root, "packages", name, "package.json"), JSON.stringify(manifest));
    }
    await mkdir(join(root, "packages", "left-over", "node_modules"), { recursive: true });
    const found = await findStrategyPackages(root);
    expect(found).toEqual(
      ["a-store", "b-store"].map((name) => ({
        name,
        folder: `packages/${name}`,
        path: join(root, "packages", name),
        source: join(root, "packages", name, "src/strategy.ts"),
        compiled: join(root, "packages", name, "dist/s.js"),
      })),
    );
  });

  test("of this repository include its best-known strategies", async () => {
    const names = (await findStrategyPackages()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["actor-store", "channels", "mutex-store"]));
  });

  test("controls come last, in their order", () => {
    expect(controlsLast(["C1", "a", "C2", "b"], (name) => name.startsWith("C"))).toEqual([
      "a",
      "b",
      "C1",
      "C2",
    ]);
  });
});

/** The source of a module whose strategy differs from the sound one in this. */
function changed(change: string): string {
  return `export default { ...${sound}, ${change} }`;
}

/** The same with the shared strategy. */
function changedShared(change: string): string {
  return `export default { ...${shared}, ${change} }`;
}

function trait(change: string): string {
  return changed(`traits: { ...${sound}.traits, ${change} }`);
}

describe("a module's strategies", () => {
  test("are its default export, one or several", async () => {
    expect(await loadStrategies(await moduleOf(`export default ${sound}`))).toHaveLength(1);
    const two = await moduleOf(`export default [${sound}, { ...${sound}, id: "other" }]`);
    expect((await loadStrategies(two)).map(({ id }) => id)).toEqual(["sound", "other"]);
    expect(await findStrategy(two, "other")).toMatchObject({ id: "other" });
    await expect(findStrategy(two, "gone")).rejects.toThrow('it no longer exports "gone"');
  });

  test.each([
    ["no default export", "export const strategy = 1", "it has no default export"],
    ["none in an array", "export default []", "an empty array"],
    ["null", "export default null", "is null, not a strategy"],
    ["a function", "export default () => {}", "is a function, not a strategy"],
    ["no title", changed('title: ""'), "has no title"],
    ["a reply that is no text", changed("reply: 1"), "reply must be a text"],
    ["an id in capitals", changed('id: "Sound"'), "must be lower-case words"],
    ["no createStore", changed("createStore: undefined"), "has no function createStore"],
    ["no traits", changed("traits: null"), "has no traits"],
    ["an unknown trait value", trait('reads: "sometimes"'), 'needs a trait "reads": "wait" or'],
    ["a title that a terminal would obey", changed('title: "a\\u001B[2J"'), "has no title"],
    ["a second one of the same id", `export default [${sound}, ${sound}]`, 'the id "sound"'],
    ["lacks that are no list", trait('lacks: "speed"'), 'must be a list of "caller-context" or'],
    [
      "an unknown lack, among known ones",
      trait('lacks: ["interruptible", "speed"]'),
      'lists "speed", which is none of "caller-context" or',
    ],
    [
      "a lack that a terminal would obey",
      trait('lacks: ["a\\n\\u001B[2J"]'),
      /^the trait "lacks" of "sound" lists "[ -~\u2400-\u243F\uFFFD]*", which/,
    ],
    ["a lack that is no word", trait("lacks: [undefined]"), "lists undefined, which is none of"],
    ["a maximum that is none", trait("maximumOpen: 1000"), "must be a whole number from 1024"],
    ["an unknown way of values", trait('values: "string"'), 'must be "reference" or "copy" or'],
    ["a word for survivesKill", trait('survivesKill: "yes"'), "must be true or false, or be left"],
    ["a state without a span", changed("createStore: null, createState() {}"), "needs a span, too"],
    ["a span that is none", changedShared('span: "rooms"'), 'must be "threads" or "processes"'],
    ["a span of nothing", changedShared("span: undefined"), 'must be "threads" or "processes"'],
    ["no createState", changedShared("createState: 1"), "and no function createState"],
    ["no openStore", changedShared("openStore: undefined"), "and no function openStore"],
    ["both ways to create", changedShared("createStore() {}"), "and createStore, too"],
    ["a service that is no text", changedShared("service: 6379"), 'service of "shared" must be a'],
    [
      "a shared one of a plain one's id",
      `export default [${sound}, { ...${shared}, id: "sound" }]`,
      'the id "sound"',
    ],
  ])("%s is refused", async (_, source, says) => {
    const loading = loadStrategies(await moduleOf(source));
    await expect(loading).rejects.toThrow(NotAStrategyError);
    await expect(loading).rejects.toThrow(says);
  });

  test("may be instances of classes, with inherited properties", async () => {
    const moduleUrl = await moduleOf(`
      class Base { get id() { return "inherited"; } createStore() {} get traits() {
        return Object.create(${sound}.traits); } }
      export default new (class extends Base { title = "A title"; summary = "A summary." })();
    `);
    expect(await findStrategy(moduleUrl, "inherited")).toMatchObject({ title: "A title" });
    expect(await describeModules([{ moduleUrl, origin: "mine.ts" }])).toMatchObject([
      { strategies: [{ id: "inherited", traits: { access: "any-caller", control: false } }] },
    ]);
  });

  test("are described by their known traits, whatever else there is", async () => {
    const moduleUrl = await moduleOf(trait("extra: () => {}, self: globalThis, big: 1n"));
    expect(await describeModules([{ moduleUrl, origin: "mine.ts" }])).toMatchObject([
      { strategies: [{ id: "sound" }] },
    ]);
  });

  test("may be shared by members, and say by which", async () => {
    const moduleUrl = await moduleOf(`export default [${shared}, ${sound}]`);
    expect(await findStrategy(moduleUrl, "shared")).toMatchObject({ span: "threads" });
    const [described] = await describeModules([{ moduleUrl, origin: "mine.ts" }]);
    expect(described?.strategies).toMatchObject([
      { id: "shared", span: "threads", traits: { values: "number", survivesKill: false } },
      { id: "sound", span: undefined, traits: { values: undefined } },
    ]);
  });

  test("are described by a child process", async () => {
    const moduleUrl = await moduleOf(`export default ${sound}`);
    const several = await moduleOf(`export default [${sound}, { ...${sound}, id: "other" }]`);
    const described = await describeModules([
      { moduleUrl: several, origin: "two.ts" },
      { moduleUrl, origin: "mine.ts" },
    ]);
    expect(described.map(({ origin, strategies }) => [origin, strategies.length])).toEqual([
      ["two.ts", 2],
      ["mine.ts", 1],
    ]);
    expect(described[1]?.strategies[0]).toMatchObject({
      id: "sound",
      summary: "It is.",
      moduleUrl,
      origin: "mine.ts",
    });
  });

  test.each([
    ["exports nothing", "", "mine.ts: it has no default export; a strategy, or an array of them"],
    ["throws", 'throw new Error("not today")', "mine.ts: it throws when it is loaded: not today"],
    ["needs more", 'export const unavailable = "it needs Node 24"', "mine.ts: it needs Node 24"],
    ["ends its process", "process.exit(7)", "mine.ts: the process that loaded it died"],
  ])(
    "that %s is wrong input, and those before and after it are described",
    async (_, source, says) => {
      const moduleUrl = await moduleOf(`export default ${sound}`);
      const described = await describeModules([
        { moduleUrl, origin: "first.ts" },
        { moduleUrl: await moduleOf(source), origin: "mine.ts" },
        { moduleUrl, origin: "last.ts" },
      ]);
      expect(described).toMatchObject([
        { origin: "first.ts", strategies: [{ id: "sound" }], problem: undefined },
        {
          origin: "mine.ts",
          strategies: [],
          problem: { exitCode: 2, message: expect.stringContaining(says) },
        },
        { origin: "last.ts", strategies: [{ id: "sound" }], problem: undefined },
      ]);
    },
  );

  test("that never finish loading are given up", async () => {
    const moduleUrl = await moduleOf("await new Promise(() => { setInterval(() => {}, 1000); })");
    const described = await describeModules([{ moduleUrl, origin: "mine.ts" }], {
      patienceMs: 500,
    });
    expect(described[0]?.problem).toMatchObject({
      exitCode: 2,
      message: "mine.ts: it never finishes loading (waited 0.5 s)",
    });
  });
});
