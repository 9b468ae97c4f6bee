/**
 * `pnpm new-strategy NAME`: makes packages/NAME, a strategy that builds, keeps the contract and
 * stands in the table of `pnpm compare` at once, for its author to change step by step.
 *
 * It is a copy of templates/template-store under another name. That template is a package of the
 * workspace like any other, so what is copied here has been compiled, tested and linted.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const template = join(root, "templates", "template-store");

/** As `pnpm compare`: wrong input, and work that could not be done. */
const WRONG_INPUT = 2;
const FAILED = 4;

const usage = "pnpm new-strategy NAME, for example: pnpm new-strategy lease-store";

const words = process.argv.slice(2).filter((word) => word !== "--");
if (words.includes("--help") || words.includes("-h")) {
  process.stdout.write(
    `Makes a package for a new strategy: ${usage}\n\n` +
      "NAME is lower-case words joined by hyphens. Its package is packages/NAME, ending in\n" +
      '"-store" whether NAME does or not; the strategy\'s id is NAME without that ending.\n',
  );
} else {
  const problem = problemWith(words);
  if (problem === undefined) create(words[0].replace(/-store$/, ""));
  else fail(WRONG_INPUT, problem);
}

/** What is wrong with what was typed, or undefined. */
function problemWith(typed) {
  const [name] = typed;
  if (name === undefined) return `a name is missing: ${usage}`;
  if (typed.length > 1) return `one name, not ${typed.length}: ${usage}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return `"${name}" must be lower-case words joined by hyphens, a letter first, as lease-store`;
  }
  const id = name.replace(/-store$/, "");
  const folder = `${id}-store`;
  const twin = packages().find(({ name: other }) => other === `@sync-strategies/${folder}`);
  if (twin !== undefined) return `${folder} is taken: ${twin.place} is called that`;
  if (existsSync(join(root, "packages", folder))) return `packages/${folder} exists already`;
  const owner = packages().find(({ ids }) => ids.includes(id));
  if (owner !== undefined) return `the strategy "${id}" is taken: ${owner.place} is called that`;
  if (commands().includes(id)) return `"pnpm compare ${id}" is a command; choose another name`;
  return undefined;
}

/**
 * Every package of the workspace, and the ids of the strategies in it. The ids are read from the
 * text: loading them would mean to build them first.
 */
function packages() {
  const workspace = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");
  const groups = [...workspace.matchAll(/^ +- ([\w-]+)\/\*$/gm)].map(([, group]) => group);
  const places = groups
    .filter((group) => existsSync(join(root, group)))
    .flatMap((group) => readdirSync(join(root, group)).map((folder) => `${group}/${folder}`));
  return places
    .filter((place) => existsSync(join(root, place, "package.json")))
    .map((place) => {
      const { name } = JSON.parse(readFileSync(join(root, place, "package.json"), "utf8"));
      return { place, name, ids: idsIn(join(root, place, "src", "strategy.ts")) };
    });
}

function idsIn(file) {
  if (!existsSync(file)) return [];
  return [...readFileSync(file, "utf8").matchAll(/^ +id: "([^"]+)"/gm)].map(([, id]) => id);
}

/** The words that `pnpm compare` takes for a command of its own, and so for no strategy. */
function commands() {
  const source = readFileSync(join(root, "apps/compare/src/command-line.ts"), "utf8");
  return ["help", ...[...source.matchAll(/new Command\("([a-z-]+)"\)/g)].map(([, name]) => name)];
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

  // Writes the package into the lockfile, too. Where CI is set, pnpm would refuse to.
  const { status, stdout, stderr, error } = spawnSync(
    "pnpm",
    ["install", "--no-frozen-lockfile", "--prefer-offline"],
    { cwd: root, encoding: "utf8", shell: process.platform === "win32" },
  );
  if (status !== 0) {
    process.stderr.write(`${stdout ?? ""}${stderr ?? ""}`);
    const reason = error === undefined ? "what it printed is above" : error.message;
    fail(FAILED, `packages/${folder} is there, but pnpm install failed (${reason}); run it again`);
    return;
  }

  const store = `packages/${folder}/src/${folder}.ts`;
  const strategy = `packages/${folder}/src/strategy.ts`.padEnd(store.length);
  process.stdout.write(
    [
      `packages/${folder} is a strategy now, "${id}": one lock around the whole state.`,
      "Make it yours where it says TODO:",
      `  ${store}   the store`,
      `  ${strategy}   what it says of itself, and promises`,
      "and see how it does:",
      `  pnpm test ${folder}`,
      `  pnpm compare ${folder} mutex --workload contended`,
      "",
    ].join("\n"),
  );
}

function fail(exitCode, message) {
  process.stderr.write(`new-strategy: ${message}\n`);
  process.exitCode = exitCode;
}
