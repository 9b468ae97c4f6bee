/** Facts about a strategy's sources: their lines, and what they depend on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { workspaceRoot as root } from "@sync-strategies/command-kit";

export interface SourceFacts {
  /** Lines of its `src` that are neither blank nor comment. */
  readonly lines: number;
  readonly files: number;
  /** The same for the packages of this repository that it depends on, without the contract. */
  readonly beneath: readonly { readonly name: string; readonly lines: number }[];
  /** Other libraries with their versions, including those that `beneath` depends on. */
  readonly dependencies: readonly string[];
}

const SCOPE = "@sync-strategies/";
const CONTRACT = `${SCOPE}state-store`;

/** @param folder the package's, from the repository's root. */
export function sourceFacts(folder: string): SourceFacts {
  const names = dependenciesOf(folder);
  const own = names.filter((name) => name.startsWith(SCOPE) && name !== CONTRACT);
  const beneath = own.map((name) => {
    const path = `packages/${name.slice(SCOPE.length)}`;
    return { name: basename(path), path, ...sourceFacts(path) };
  });
  const foreign = names
    .filter((name) => !name.startsWith(SCOPE))
    .map((name) => `${name} ${versionOf(folder, name)}`);
  const sources = sourcesOf(folder);
  return {
    lines: sources.reduce((sum, source) => sum + countLines(source), 0),
    files: sources.length,
    beneath: beneath.map(({ name, lines }) => ({ name, lines })),
    dependencies: [
      ...new Set([...foreign, ...beneath.flatMap(({ dependencies }) => dependencies)]),
    ],
  };
}

/** Counts the lines that are neither blank nor comment. */
export function countLines(source: string): number {
  return source.split("\n").filter((line) => {
    const text = line.trim();
    return text !== "" && !/^(?:\/\/|\/\*|\*)/.test(text);
  }).length;
}

function sourcesOf(folder: string): string[] {
  const source = join(root, folder, "src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(source, name), "utf8"));
}

function dependenciesOf(folder: string): string[] {
  const { dependencies = {} } = readJson(join(root, folder, "package.json"));
  return Object.keys(dependencies);
}

function versionOf(folder: string, name: string): string {
  const file = join(root, folder, "node_modules", name, "package.json");
  if (!existsSync(file)) throw new Error(`${folder}: ${name} is not installed; run pnpm install`);
  return readJson(file).version ?? "";
}

function readJson(file: string): { dependencies?: Record<string, string>; version?: string } {
  return JSON.parse(readFileSync(file, "utf8"));
}
