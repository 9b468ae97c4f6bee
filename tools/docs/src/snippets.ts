/**
 * The TypeScript that documents show. A complete snippet is type-checked and, if the document shows
 * what it prints, run; an excerpt is compared with the file that it names.
 *
 *     ```ts                      complete
 *     ```ts wrong.ts             an excerpt of wrong.ts, next to the document; a line `// …` marks
 *                                lines left out
 *
 * A comment before a snippet declares what it uses without showing it:
 * `<!-- given: declare const store: StateStore<string, number>; -->`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { workspaceRoot } from "@sync-strategies/command-kit";
import type { CodeBlock, MarkdownFile } from "./markdown.ts";

export interface Snippet extends CodeBlock {
  /** The document, and which of its snippets this is, from 1 on. */
  readonly name: string;
  readonly path: string;
}

/** Snippets that are not complete, and why. */
const INCOMPLETE: ReadonlyMap<string, string> = new Map([
  ["CONTRIBUTING.md, snippet 1", "it imports the store that its reader is to write"],
]);

/** Generated from sources in pieces, and compared with them by another check. */
const GENERATED = "docs/walkthroughs/";

/** The snippets that are tested. */
export function snippetsOf(documents: readonly MarkdownFile[]): Snippet[] {
  return documents
    .filter(({ path }) => !path.startsWith(GENERATED))
    .flatMap(({ path, codeBlocks }) =>
      codeBlocks
        .filter(({ language }) => language === "ts")
        .map((block, index) => ({ ...block, path, name: `${path}, snippet ${index + 1}` })),
    )
    .filter(({ name }) => !INCOMPLETE.has(name));
}

/** The lines of an excerpt that its file lacks, or has in another order. */
export function missingFromItsFile({ path, subject, text }: Snippet): string[] {
  const source = linesOf(readFileSync(join(workspaceRoot, dirname(path), subject), "utf8"));
  const missing: string[] = [];
  let place = -1;
  let gap = true;
  for (const line of linesOf(text)) {
    if (line === "// …") {
      gap = true;
      continue;
    }
    const found = source.indexOf(line, place + 1);
    if (found === -1 || (!gap && found !== place + 1)) missing.push(line);
    else place = found;
    gap = false;
  }
  return missing;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Declared for every snippet: the work that a strategy's page awaits. */
const GIVEN_EVERYWHERE = "declare function priceOf(title: string): Promise<number>;\n";

/** A folder in which snippets find every package of the repository, as their readers do. */
export class SnippetFolder {
  readonly #folder: string;
  readonly #files = new Map<Snippet, string>();

  /** @param folder its name: two that are in use at the same time differ in it. */
  constructor(snippets: readonly Snippet[], folder = "snippets") {
    this.#folder = fileURLToPath(new URL(`../.cache/${folder}`, import.meta.url));
    rmSync(this.#folder, { recursive: true, force: true });
    const scope = join(this.#folder, "node_modules/@sync-strategies");
    mkdirSync(scope, { recursive: true });
    for (const group of ["packages", "templates"]) {
      for (const name of readdirSync(join(workspaceRoot, group))) {
        symlinkSync(join(workspaceRoot, group, name), join(scope, name));
      }
    }
    writeFileSync(join(this.#folder, "given.d.ts"), GIVEN_EVERYWHERE);
    for (const [index, snippet] of snippets.entries()) {
      const file = `${index + 1}-${snippet.path.replaceAll(/[/.]/g, "-")}.ts`;
      // A module, whether or not it imports or exports anything.
      writeFileSync(join(this.#folder, file), `${snippet.given}${snippet.text}\nexport {};\n`);
      this.#files.set(snippet, file);
    }
    const compilerOptions = {
      customConditions: ["@sync-strategies/source"],
      noEmit: true,
      // A snippet may declare something without using it.
      noUnusedLocals: false,
      noUnusedParameters: false,
    };
    writeFileSync(
      join(this.#folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(workspaceRoot, "tsconfig.base.json"),
        compilerOptions,
        files: ["given.d.ts", ...this.#files.values()],
      }),
    );
    writeFileSync(join(this.#folder, "package.json"), JSON.stringify({ type: "module" }));
  }

  /** The compiler's errors, by the snippets' names; empty if there are none. */
  typeErrors(): string {
    const compiler = join(
      fileURLToPath(import.meta.resolve("typescript/package.json")),
      "../bin/tsc",
    );
    const { stdout } = spawnSync(
      process.execPath,
      [compiler, "--pretty", "false", "-p", "tsconfig.json"],
      {
        cwd: this.#folder,
        encoding: "utf8",
      },
    );
    let said = stdout;
    for (const [{ name }, file] of this.#files) said = said.replaceAll(file, `(${name}) ${file}`);
    return said;
  }

  /** What the snippet prints to either stream. */
  run(snippet: Snippet): string {
    const tsx = import.meta.resolve("tsx");
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--conditions=@sync-strategies/source",
        "--import",
        tsx,
        join(this.#folder, this.#files.get(snippet) ?? ""),
      ],
      { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
    );
    return (stdout + stderr).trimEnd();
  }
}
