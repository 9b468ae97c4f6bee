/**
 * One strategy's walk-through. Its package says in `walkthrough.md` what it is made of: text, and
 * lines that are replaced:
 *
 * - `<!-- program: example.ts -->`, a program of the package, and what it prints;
 * - `<!-- source: src/mutex-store.ts -->`, a file with its comments as text, or only some of its
 *   declarations: `<!-- source: src/channel.ts: send, close -->`;
 * - `<!-- breaks -->`, the package's breaks.
 *
 * Invariant: the result depends on files of the package only, so that nothing has to be run to
 * find out whether a walk-through is up to date.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, ExitCode } from "@sync-strategies/command-kit";
import type { StrategyPackage } from "../strategy-packages.ts";
import { describeBreaks } from "./describe-breaks.ts";
import { keptOutput } from "./example-program.ts";
import { linkTo } from "./links.ts";
import { proseOf } from "./prose.ts";
import { readSource, type Section } from "./sections.ts";

const templateFile = "walkthrough.md";

/**
 * The folder of the generated pages. Links in a template are valid there too: both folders are two
 * levels deep.
 */
export const WALKTHROUGHS_FOLDER = "docs/walkthroughs";

/** Output blocks, which all documents may have, are filled in later. */
const directive = /^<!-- (?!output|\/output)(\w+)(?:: (.+))? -->$/;

/** @throws {CommandError} if the template names something that does not exist. */
export async function renderWalkthrough(from: StrategyPackage): Promise<string> {
  const { folder } = from;
  const template = await readTemplate(from);
  const lines = [
    `<!-- Written by \`pnpm documents\` from ${folder}/${templateFile} and the sources. -->`,
    "",
  ];
  for (const line of template.trimEnd().split("\n")) {
    const [, kind, words = ""] = directive.exec(line) ?? [];
    if (kind === undefined) lines.push(line);
    else if (kind === "program") lines.push(...(await renderProgram(from, words)));
    else if (kind === "source") lines.push(...(await renderSource(from, words)));
    else if (kind === "breaks") lines.push(...(await describeBreaks(from)));
    else throw failed(folder, `there is no directive "${kind}"; program, source and breaks exist`);
  }
  return `${lines.join("\n")}\n`;
}

/** The programs that the walk-through shows, from the package's folder. */
export async function programsOf(from: StrategyPackage): Promise<string[]> {
  const template = await readTemplate(from);
  return template.split("\n").flatMap((line) => {
    const [, kind, words] = directive.exec(line) ?? [];
    return kind === "program" && words !== undefined ? [words] : [];
  });
}

async function readTemplate({ path, folder }: StrategyPackage): Promise<string> {
  const template = await readIfThere(join(path, templateFile));
  if (template !== undefined) return template;
  const problem = `${folder} has no ${templateFile}; see packages/mutex-store/${templateFile}`;
  throw new CommandError(ExitCode.broken, problem);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

async function renderProgram({ path, folder }: StrategyPackage, file: string): Promise<string[]> {
  const source = await readIfThere(join(path, file));
  if (source === undefined) throw failed(folder, `there is no ${file}`);
  const output = await keptOutput(path, file);
  if (output === undefined) {
    throw failed(folder, `the output of ${file} is missing; run pnpm documents --record`);
  }
  return [
    linkTo(folder, file),
    "",
    ...fence(source.trimEnd().split("\n")),
    "```",
    `$ pnpm tsx ${folder}/${file}`,
    ...output.trimEnd().split("\n"),
    "```",
  ];
}

async function renderSource({ path, folder }: StrategyPackage, words: string): Promise<string[]> {
  const [file = "", names] = words.split(": ");
  const wanted = names?.split(", ");
  const text = await readIfThere(join(path, file));
  if (text === undefined) throw failed(folder, `there is no ${file}`);
  const { imports, sections } = readSource(text);
  const missing = wanted?.find((name) => !sections.some((section) => section.name === name));
  if (missing !== undefined) throw failed(folder, `${file} declares no "${missing}"`);

  const link = linkTo(folder, file);
  const lines: string[] = [link, ""];
  const left: string[] = [];
  for (const [index, section] of sections.entries()) {
    if (wanted === undefined || index === 0 || wanted.includes(section.name)) {
      lines.push(...renderSection(section, index === 0 ? imports : []));
    } else if (section.name !== "") {
      left.push(`\`${section.name}\``);
    }
  }
  if (left.length > 0) lines.push(`*Left out here, but in ${link}: ${left.join(", ")}.*`, "");
  return lines.slice(0, -1);
}

/** The imports say where a name comes from; they are folded away until a reader asks. */
function renderSection({ comment, code }: Section, imports: readonly string[]): string[] {
  const folded = ["<details><summary>Imports</summary>", "", ...fence(imports), "</details>", ""];
  return [
    ...(comment === "" ? [] : [proseOf(comment), ""]),
    ...(imports.length === 0 ? [] : folded),
    ...(code.length === 0 ? [] : fence(code)),
  ];
}

function fence(code: readonly string[]): string[] {
  return ["```ts", ...code, "```", ""];
}

function failed(folder: string, problem: string): CommandError {
  return new CommandError(ExitCode.failed, `${folder}/${templateFile}: ${problem}`);
}
