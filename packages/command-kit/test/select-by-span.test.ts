/** Names of strategies that live in one event loop, or that members share, and what a command wants. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Strategies from "../src/strategies/index.ts";

/** Compiled, since the child process that loads the files is. */
const compiled = new URL("../dist/strategies/index.js", import.meta.url).href;
const { selectStrategies } = (await import(compiled)) as typeof Strategies;

const rest = `title: "T", summary: "S.", traits: { access: "any-caller", exclusion: "store",
  reads: "wait", updaterRuns: "once", control: false }`;
const loop = `{ id: "loop", createStore() {}, ${rest} }`;
const shared = `{ id: "shared", span: "threads", createState() {}, openStore() {}, ${rest} }`;
const wide = `{ id: "wide", span: "machines", createState() {}, openStore() {}, ${rest} }`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spans-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is selected of files with these strategies. */
async function select(
  files: Readonly<Record<string, string>>,
  options: Pick<Strategies.SelectionOptions, "span" | "spanAdvice"> = {},
): Promise<{ ids: string[]; refusals: string[]; notes: string[] }> {
  const names = Object.keys(files).map((name) => join(folder, name));
  for (const [name, source] of Object.entries(files)) {
    await writeFile(join(folder, name), `export default [${source}]`);
  }
  const { strategies, refusals, notes } = await selectStrategies(names, {
    scratch: folder,
    signal: new AbortController().signal,
    ...options,
  });
  return {
    ids: strategies.map(({ id }) => id),
    refusals: refusals.map(({ message }) => message),
    notes: notes.map((note) => note.replace(folder, "")),
  };
}

test("without a span the strategies of one event loop are meant", async () => {
  expect(await select({ "loop.mjs": loop })).toMatchObject({ ids: ["loop"], refusals: [] });
  const { strategies } = await selectStrategies([], {
    scratch: folder,
    signal: new AbortController().signal,
  });
  expect(strategies.filter(({ span }) => span !== undefined)).toEqual([]);
});

test("a strategy of another span is refused, with what to do, and nothing else runs", async () => {
  expect(await select({ "shared.mjs": shared, "loop.mjs": loop })).toMatchObject({
    ids: [],
    refusals: ["shared shares state between threads; add --threads"],
  });
  expect(await select({ "loop.mjs": loop }, { span: "threads" })).toMatchObject({
    ids: [],
    refusals: ["loop lives in one event loop; leave out --threads"],
  });
  expect(await select({ "shared.mjs": shared }, { span: "processes" })).toMatchObject({
    refusals: ["shared shares state between threads; write --threads in place of --processes"],
  });
  expect(await select({ "wide.mjs": wide }, { span: "threads" })).toMatchObject({
    refusals: ["wide shares state between machines; write --services in place of --threads"],
  });
  expect(await select({ "shared.mjs": shared }, { spanAdvice: "it cannot" })).toMatchObject({
    refusals: ["shared shares state between threads; it cannot"],
  });
});

test("a strategy of this repository is refused before any file is loaded", async () => {
  const { refusals, problems } = await selectStrategies(["mutex", join(folder, "broken.mjs")], {
    scratch: folder,
    signal: new AbortController().signal,
    span: "threads",
  });
  expect(refusals.map(({ message }) => message)).toEqual([
    "mutex lives in one event loop; leave out --threads",
    expect.stringContaining("broken.mjs: there is no such file"),
  ]);
  expect(problems).toEqual([]);
});

test("of a file with both kinds those of the span are taken, and the others named", async () => {
  const both = { "both.mjs": `${loop}, ${shared}` };
  expect(await select(both)).toEqual({
    ids: ["loop"],
    refusals: [],
    notes: ["/both.mjs: shared shares state between threads"],
  });
  expect(await select(both, { span: "threads" })).toMatchObject({ ids: ["shared"] });
  expect(await select(both, { span: "every" })).toEqual({
    ids: ["loop", "shared"],
    refusals: [],
    notes: [],
  });
});

test("a service that there is none of is refused, next to those that there are", async () => {
  const of = (service: string): string =>
    wide.replace("machines", `machines", service: "${service}`);
  const { refusals } = await select({ "typo.mjs": of("redos") }, { span: "every" });
  expect(refusals).toEqual([expect.stringMatching(/typo\.mjs: its service "redos" is unknown/)]);
  expect(await select({ "wide.mjs": wide }, { span: "every" })).toMatchObject({ ids: ["wide"] });
  expect(await select({ "typo.mjs": of("redos") })).toMatchObject({
    refusals: ["wide keeps its state in redos; add --services"],
  });
});

/** A user's folder: a strategy of processes in TypeScript, and packages that it depends on. */
const project = {
  // As a native binding is, its other part is found next to it.
  "node_modules/has-native-part/package.json": `{ "name": "has-native-part", "main": "binding.js" }`,
  "node_modules/has-native-part/binding.js": `
    exports.part = require("node:fs").readFileSync(require("node:path").join(__dirname, "part.bin"), "utf8");`,
  "node_modules/has-native-part/part.bin": "native",
  // Of the ways to load it, only one is meant for Node.
  "node_modules/for-bundlers/package.json": `{ "name": "for-bundlers", "type": "module",
    "exports": { "module": "./absent.js", "node": "./node.js" } }`,
  "node_modules/for-bundlers/node.js": `export const way = "node";`,
  "mine.ts": `
    import { part } from "has-native-part";
    import { way } from "for-bundlers";
    import { word } from "./base/word.ts";
    export default { id: "mine", span: "processes", createState() {}, openStore() {}, ${rest},
      summary: [part, way, word].join(" ") };`,
  "base/word.ts": `export const word: string = "bundled";`,
};

test("a strategy of processes finds its packages from its own folder", async () => {
  const own = join(folder, "project");
  for (const [name, source] of Object.entries(project)) {
    await mkdir(dirname(join(own, name)), { recursive: true });
    await writeFile(join(own, name), source);
  }
  const { strategies, problems } = await selectStrategies([join(own, "mine.ts")], {
    scratch: folder,
    signal: new AbortController().signal,
    span: "processes",
  });
  expect(problems).toEqual([]);
  expect(strategies).toMatchObject([{ id: "mine", summary: "native node bundled" }]);
});

test("a package that is not there is one line", async () => {
  await writeFile(join(folder, "lacks.ts"), `import "no-such-package"; export default ${loop};`);
  const { problems } = await selectStrategies([join(folder, "lacks.ts")], {
    scratch: folder,
    signal: new AbortController().signal,
    span: "processes",
  });
  expect(problems).toMatchObject([
    {
      exitCode: 2,
      message: expect.stringMatching(
        /lacks\.ts: it does not compile: Could not resolve "no-such-package" \(.*lacks\.ts:1\)$/,
      ),
    },
  ]);
});
