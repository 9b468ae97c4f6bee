/**
 * `pnpm new-strategy NAME`: makes packages/NAME, a strategy that builds, keeps the contract and has
 * a row in the table of `pnpm compare` at once, for its author to change step by step.
 *
 * It is a copy of templates/template-store under another name. The template is a package of the
 * workspace, so the copied code has been compiled, tested and linted. The generated documents
 * follow at once, so that a new strategy passes CI before its author has changed a line.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ExitCode, workspaceRoot as root } from "@sync-strategies/command-kit";
import {
  findExternalState,
  findPeers,
  findStrategyPackages,
  loadSharedPackages,
  loadStrategyPackages,
} from "@sync-strategies/command-kit/strategies";

const template = join(root, "templates", "template-store");

const usage = "pnpm new-strategy NAME, for example: pnpm new-strategy lease-store";

const typedWords = process.argv.slice(2).filter((word) => word !== "--");
if (typedWords.includes("--help") || typedWords.includes("-h")) {
  process.stdout.write(
    `Makes a package for a new strategy: ${usage}\n\n` +
      "NAME is lower-case words joined by hyphens. Its package is packages/NAME, ending in\n" +
      '"-store" whether NAME does or not; the strategy\'s id is NAME without that ending.\n',
  );
} else {
  const problem = await problemWith(typedWords);
  if (problem === undefined) create(typedWords[0].replace(/-store$/, ""));
  else fail(ExitCode.wrongInput, problem);
}

/** One line about what is wrong with the words that were typed, or undefined. */
async function problemWith(typed) {
  const [name] = typed;
  if (name === undefined) return `a name is missing: ${usage}`;
  if (typed.length > 1) return `one name, not ${typed.length}: ${usage}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return `"${name}" must be lower-case words joined by hyphens, a letter first, as lease-store`;
  }
  const id = name.replace(/-store$/, "");
  const folder = `${id}-store`;
  const store = packageNamed(folder);
  if (store !== undefined) return `${folder} is taken: ${store.place} is called that`;
  if (existsSync(join(root, "packages", folder))) return `packages/${folder} exists already`;
  const owner = (await strategyPackages()).find(({ strategies }) =>
    strategies.some((strategy) => strategy.id === id),
  );
  if (owner !== undefined) return `the strategy "${id}" is taken: ${owner.folder} is called that`;
  const other = packageNamed(id);
  if (other !== undefined) return `"${id}" is taken: ${other.place} is called that`;
  const files = [...(await findPeers([])), ...(await findExternalState())];
  const file = files.find((each) => each.id === id);
  if (file !== undefined) return `the strategy "${id}" is taken: ${file.origin} is called that`;
  if (id.startsWith("go-")) return `"${id}" is taken: the rows of Go's programs begin with "go-"`;
  if (commands().includes(id)) return `"pnpm compare ${id}" is a command; choose another name`;
  return undefined;
}

function packageNamed(name) {
  return packages().find((each) => each.name === name);
}

/** Every package of the workspace: its place, and its name without the scope. */
function packages() {
  const workspace = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");
  const groups = [...workspace.matchAll(/^ +- ([\w-]+)\/\*$/gm)].map(([, group]) => group);
  return groups
    .filter((group) => existsSync(join(root, group)))
    .flatMap((group) => readdirSync(join(root, group)).map((folder) => `${group}/${folder}`))
    .filter((place) => existsSync(join(root, place, "package.json")))
    .map((place) => {
      const { name } = JSON.parse(readFileSync(join(root, place, "package.json"), "utf8"));
      return { place, name: name.replace("@sync-strategies/", "") };
    });
}

/** Every strategy package, the template included, with its strategies. */
async function strategyPackages() {
  const found = [
    ...(await findStrategyPackages(root)),
    ...(await findStrategyPackages(root, "templates")),
  ];
  return [...(await loadStrategyPackages(found)), ...(await loadSharedPackages(found))];
}

/** The words that `pnpm compare` takes as a command, and not as a strategy. */
function commands() {
  const source = join(root, "apps/compare/src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => basename(file) === "command-line.ts")
    .map((file) => readFileSync(join(source, file), "utf8"));
  const names = texts.flatMap((text) => [...text.matchAll(/new Command\("([a-z-]+)"\)/g)]);
  return ["help", ...names.map(([, name]) => name)];
}

function create(id) {
  const folder = `${id}-store`;
  const target = join(root, "packages", folder);
  const spaced = id.replaceAll("-", " ");
  const title = spaced[0].toUpperCase() + spaced.slice(1);
  const className = id.replaceAll(/(^|-)(\w)/g, (_match, _hyphen, letter) => letter.toUpperCase());
  const rename = (text) =>
    text
      .replaceAll("template-store", folder)
      .replaceAll("TemplateStore", `${className}Store`)
      .replaceAll('"template"', `"${id}"`)
      .replaceAll('"Template"', `"${title}"`);

  const made = new Set(["node_modules", "dist", ".turbo", "coverage"]);
  cpSync(template, target, { recursive: true, filter: (path) => !made.has(basename(path)) });
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    writeFileSync(file, rename(readFileSync(file, "utf8")));
    renameSync(file, join(entry.parentPath, rename(entry.name)));
  }

  // This writes the package into the lockfile, too. Where CI is set, pnpm would refuse to.
  if (!pnpm(folder, "install", "--no-frozen-lockfile", "--prefer-offline")) return;
  // It ends with 1 if other documents are out of date, which does not concern the new strategy.
  if (!pnpm(folder, "--silent", "documents")) return;

  const store = `packages/${folder}/src/${folder}.ts`;
  const strategy = `packages/${folder}/src/strategy.ts`.padEnd(store.length);
  process.stdout.write(
    [
      `packages/${folder} is a strategy now, "${id}": one lock around the whole state.`,
      "Change the places marked TODO, above all",
      `  ${store}   the store`,
      `  ${strategy}   its name, its summary and its promises`,
      "and see whether it keeps the contract, and what it costs:",
      `  pnpm test ${folder}`,
      `  pnpm compare ${folder} mutex --workload contended`,
      "After each change, write its pages in docs/ again:",
      "  pnpm documents --record",
      "To undo all of it, delete the folder, and then",
      "  pnpm install && pnpm documents",
      "",
    ].join("\n"),
  );
}

/** Runs pnpm in the repository. Says what went wrong, and returns false, if it fails. */
function pnpm(folder, ...words) {
  const { status, stdout, stderr, error } = spawnSync("pnpm", words, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status === 0 || (status === ExitCode.broken && words.includes("documents"))) return true;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
  const reason = error === undefined ? "what it printed is above" : error.message;
  fail(
    ExitCode.failed,
    `packages/${folder} is there, but pnpm ${words.join(" ")} failed (${reason}); run it again`,
  );
  return false;
}

function fail(exitCode, message) {
  process.stderr.write(`new-strategy: ${message}\n`);
  process.exitCode = exitCode;
}
