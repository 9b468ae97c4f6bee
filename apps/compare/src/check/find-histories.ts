/** Which histories a path on the command line means, and what is known of them. */
import { messageOf, printable, reasonOf, userPath, wrongInput } from "@sync-strategies/command-kit";
import { readdir, readFile, stat } from "node:fs/promises";
import { isAbsolute, join, normalize } from "node:path";
import {
  operationForms,
  parseStrictJson,
  type Model,
  type OperationForms,
} from "@sync-strategies/linearizability";
import { z } from "zod";
import { modelNames, modelOf, type ModelChoice, type ModelName } from "./model-flags.ts";

export interface HistoryFile {
  /** What it is called in the output: the path as typed, or its place in the folder. */
  readonly name: string;
  readonly path: string;
  readonly model: Model;
  /** How the model's operations are written. */
  readonly operations: OperationForms;
  readonly format: "json" | "edn";
  /** The verdict that the manifest expects. */
  readonly expected: "linearizable" | "not-linearizable" | undefined;
}

export interface Histories {
  readonly files: readonly HistoryFile[];
  /** Whether the path was that of a folder. */
  readonly isFolder: boolean;
}

const MANIFEST = "manifest.json";

/**
 * The file itself; or the folder's histories, as its manifest lists them, or else all its files
 * that end in `.jsonl` or `.edn`, those of inner folders too.
 *
 * @throws {CommandError} if there is nothing, or if the manifest makes no sense.
 */
export async function findHistories(typed: string, choice: ModelChoice): Promise<Histories> {
  const path = userPath(typed);
  const found = await stat(path).catch((error: unknown) => {
    throw wrongInput(`${typed}: ${reasonNotFound(error)}`);
  });
  if (!found.isDirectory()) {
    return { files: [historyFile(typed, path, chosen(choice))], isFolder: false };
  }

  const manifest = await readManifest(join(path, MANIFEST), join(typed, MANIFEST));
  if (manifest !== undefined) {
    if (choice.model !== undefined || choice.initial !== undefined) {
      throw wrongInput(
        `${typed} has a ${MANIFEST}, which says what the models are; leave out the flags`,
      );
    }
    return { files: listed(manifest, path, join(typed, MANIFEST)), isFolder: true };
  }
  const names = await historiesBelow(path, typed);
  if (names.length === 0)
    throw wrongInput(`${typed}: there is no history (*.jsonl, *.edn) in this folder`);
  const files = names.toSorted().map((name) => historyFile(name, join(path, name), chosen(choice)));
  return { files, isFolder: true };
}

/**
 * The files of these paths, to be merged.
 *
 * @throws {CommandError} if one of them is no file.
 */
export async function findFiles(
  paths: readonly string[],
  choice: ModelChoice,
): Promise<HistoryFile[]> {
  const found = await Promise.all(paths.map((path) => findHistories(path, choice)));
  const folder = found.findIndex(({ isFolder }) => isFolder);
  if (folder !== -1)
    throw wrongInput(`${paths[folder]}: a folder cannot be merged; name its files`);
  return found.flatMap(({ files }) => files);
}

/** EDN by its name; all else is JSON. */
function historyFile(name: string, path: string, known: Known): HistoryFile {
  const format = name.endsWith(".edn") ? "edn" : "json";
  return { name: printable(name), path, format, ...known };
}

/** In the words of a user, not in the system's. */
function reasonNotFound(error: unknown): string {
  const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
  return isMissing ? "there is no such file or folder" : `it cannot be read: ${reasonOf(error)}`;
}

/** Its text; undefined if the folder has none. */
async function readManifest(path: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw wrongInput(`${name} cannot be read: ${reasonOf(error)}`);
  }
}

/** Paths in the folder. Links to folders are not followed: they may lead back. */
async function historiesBelow(folder: string, typed: string, below = ""): Promise<string[]> {
  const options = { withFileTypes: true } as const;
  const entries = await readdir(join(folder, below), options).catch((error: unknown) => {
    throw wrongInput(`${join(typed, below)}: it cannot be read: ${reasonOf(error)}`);
  });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const name = join(below, entry.name);
      if (entry.isDirectory()) return historiesBelow(folder, typed, name);
      return /\.(?:jsonl|edn)$/.test(entry.name) ? [name] : [];
    }),
  );
  return found.flat();
}

/** What is known of a history without reading it. */
type Known = Pick<HistoryFile, "model" | "operations" | "expected">;

function chosen({ model = "register", initial }: ModelChoice): Known {
  try {
    return { ...startingFrom(model, initial), expected: undefined };
  } catch (error) {
    throw wrongInput(`--initial: ${messageOf(error)}`);
  }
}

function startingFrom(
  name: ModelName,
  initial: { readonly value: unknown } | undefined,
): Pick<HistoryFile, "model" | "operations"> {
  return { model: modelOf(name, initial), operations: operationForms[name] };
}

const manifestSchema = z
  .array(
    z.strictObject({
      file: z.string().min(1).refine(isInside, "it is outside of the folder"),
      model: z.enum(modelNames),
      initial: z.json().optional(),
      expected: z.enum(["linearizable", "not-linearizable"]).optional(),
    }),
  )
  .min(1, "it lists no history");

/** Whether a path leads to a place in the folder that it starts from. */
function isInside(path: string): boolean {
  return !isAbsolute(path) && normalize(path).split(/[\\/]/)[0] !== "..";
}

function listed(text: string, folder: string, name: string): HistoryFile[] {
  let json: unknown;
  try {
    json = parseStrictJson(text.replace(/^\u{feff}/u, ""));
  } catch (error) {
    throw wrongInput(`${name}: ${messageOf(error)}`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = [name, ...(issue?.path.length ? [issue.path.join(".")] : [])].join(": ");
    throw wrongInput(`${place}: ${issue?.message}`);
  }
  return parsed.data.map(({ file, model, initial, expected }, index) => {
    try {
      const value = initial === undefined ? undefined : { value: initial };
      const known = { ...startingFrom(model, value), expected };
      return historyFile(file, join(folder, file), known);
    } catch (error) {
      throw wrongInput(`${name}: ${index}.initial: ${messageOf(error)}`);
    }
  });
}
