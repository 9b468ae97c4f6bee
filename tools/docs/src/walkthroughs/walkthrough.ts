/**
 * One strategy's walk-through. Its package says in `walkthrough.md` what it is made of: text, and
 * in their places
 *
 * - `<!-- source: src/mutex-store.ts -->`, a file with its comments as prose, or only some of its
 *   declarations: `<!-- source: src/channel.ts: send, close -->`;
 * - `<!-- breaks -->`, the package's breaks;
 * - `<!-- output: pnpm compare mutex -->`, what that command printed when it was last recorded.
 *
 * Invariant: the result depends on nothing but files of the package. So whether a walk-through is
 * up to date can be told without running anything.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, ExitCode } from "../exit-codes.ts";
import type { StrategyPackage } from "../strategy-packages.ts";
import { describeBreaks } from "./describe-breaks.ts";
import { linkTo } from "./links.ts";
import { proseOf } from "./prose.ts";
import { readSource, type Section } from "./sections.ts";
import { readTranscript, transcriptFile, type Transcript } from "./transcript.ts";

const templateFile = "walkthrough.md";

/** Where they are written to. Links of a template hold there too: both are two folders deep. */
export const walkthroughsFolder = "docs/walkthroughs";

const directive = /^<!-- (\w+)(?:: (.+))? -->$/;

/**
 * @throws {CommandError} if the template asks for what is not there.
 */
export async function renderWalkthrough(strategyPackage: StrategyPackage): Promise<string> {
  const { folder } = strategyPackage;
  const template = await readTemplate(strategyPackage);
  const transcript = await transcriptOf(strategyPackage);
  const lines = [
    `<!-- Written by \`pnpm walkthroughs\` from ${folder}/${templateFile} and the sources. -->`,
    "",
  ];
  for (const line of template.trimEnd().split("\n")) {
    const [, kind, words = ""] = directive.exec(line) ?? [];
    if (kind === undefined) lines.push(line);
    else if (kind === "source") lines.push(...(await renderSource(strategyPackage, words)));
    else if (kind === "breaks") lines.push(...(await describeBreaks(strategyPackage)));
    else if (kind === "output") lines.push(...renderOutput(folder, words, transcript));
    else throw unable(folder, `"${kind}" cannot be put in; source, breaks and output can`);
  }
  return `${lines.join("\n")}\n`;
}

/** The commands whose output a walk-through shows. */
export async function commandsOf(strategyPackage: StrategyPackage): Promise<string[]> {
  const template = await readTemplate(strategyPackage);
  return template.split("\n").flatMap((line) => {
    const [, kind, words] = directive.exec(line) ?? [];
    return kind === "output" && words !== undefined ? [words] : [];
  });
}

async function readTemplate({ path, folder }: StrategyPackage): Promise<string> {
  const template = await readIfThere(join(path, templateFile));
  if (template !== undefined) return template;
  const problem = `${folder} has no ${templateFile}; packages/mutex-store/${templateFile} shows how`;
  throw new CommandError(ExitCode.failed, problem);
}

async function transcriptOf({ path }: StrategyPackage): Promise<Transcript> {
  return readTranscript((await readIfThere(join(path, transcriptFile))) ?? "");
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}

async function renderSource({ path, folder }: StrategyPackage, words: string): Promise<string[]> {
  const [file = "", names] = words.split(": ");
  const wanted = names?.split(", ");
  const text = await readIfThere(join(path, file));
  if (text === undefined) throw unable(folder, `there is no ${file}`);
  const { imports, sections } = readSource(text);
  const missing = wanted?.find((name) => !sections.some((section) => section.name === name));
  if (missing !== undefined) throw unable(folder, `${file} declares no "${missing}"`);

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
  if (left.length > 0)
    lines.push(`*Left out here, and to be read in ${link}: ${left.join(", ")}.*`, "");
  return lines.slice(0, -1);
}

/** The imports are there for who asks where a name comes from, and else out of the way. */
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

function renderOutput(folder: string, command: string, transcript: Transcript): string[] {
  const output = transcript.get(command);
  if (output === undefined) {
    throw unable(folder, `"${command}" is not recorded yet; run pnpm walkthroughs --record`);
  }
  return ["```", `$ ${command}`, output, "```"];
}

function unable(folder: string, problem: string): CommandError {
  return new CommandError(ExitCode.unable, `${folder}/${templateFile}: ${problem}`);
}
