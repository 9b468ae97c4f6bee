/** Which histories a path on the command line means, and what is known of them. */
import { messageOf, printable, userPath, wrongInput } from "@sync-strategies/command-kit";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Model } from "@sync-strategies/linearizability";
import { z } from "zod";
import { modelNames, modelOf, type ModelChoice } from "./model-flags.ts";

export interface HistoryFile {
  /** What it is called in the output: the path as typed, or its place in the folder. */
  readonly name: string;
  readonly path: string;
  readonly model: Model;
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
 * that end in `.jsonl`, those of inner folders too.
 *
 * @throws {CommandError} if there is nothing, or if the manifest makes no sense.
 */
export async function findHistories(typed: string, choice: ModelChoice): Promise<Histories> {
  const path = userPath(typed);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw wrongInput(`${typed}: there is no such file or folder`);
  if (!found.isDirectory()) {
    return { files: [{ name: printable(typed), path, ...chosen(choice) }], isFolder: false };
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
  const names = await historiesBelow(path);
  if (names.length === 0)
    throw wrongInput(`${typed}: there is no history (*.jsonl) in this folder`);
  const files = names
    .toSorted()
    .map((name) => ({ name: printable(name), path: join(path, name), ...chosen(choice) }));
  return { files, isFolder: true };
}

/** Its text; undefined if the folder has none. */
async function readManifest(path: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw wrongInput(`${name} cannot be read: ${messageOf(error)}`);
  }
}

/** Paths in the folder. Links to folders are not followed: they may lead back. */
async function historiesBelow(folder: string, below = ""): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const name = join(below, entry.name);
      if (entry.isDirectory()) return historiesBelow(folder, name);
      return entry.name.endsWith(".jsonl") ? [name] : [];
    }),
  );
  return found.flat();
}

function chosen({
  model = "register",
  initial,
}: ModelChoice): Pick<HistoryFile, "model" | "expected"> {
  try {
    return { model: modelOf(model, initial), expected: undefined };
  } catch (error) {
    throw wrongInput(`--initial: ${messageOf(error)}`);
  }
}

const manifestSchema = z
  .array(
    z.object({
      file: z.string().min(1),
      model: z.enum(modelNames),
      initial: z.json().optional(),
      expected: z.enum(["linearizable", "not-linearizable"]).optional(),
    }),
  )
  .min(1, "it lists no history");

function listed(text: string, folder: string, name: string): HistoryFile[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrongInput(`${name} is not JSON: ${messageOf(error)}`);
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
      return {
        name: printable(file),
        path: join(folder, file),
        model: modelOf(model, value),
        expected,
      };
    } catch (error) {
      throw wrongInput(`${name}: ${index}.initial: ${messageOf(error)}`);
    }
  });
}
