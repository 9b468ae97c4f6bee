/** Strategies of this repository that are single files, in folders that hold no packages of ours. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Span } from "@sync-strategies/state-store";
import { workspaceRoot } from "../workspace.ts";

/** A file that is there, whether or not what it imports is installed. */
export interface StrategyFile {
  /** The file's name, and so the id of its strategy. */
  readonly id: string;
  /** From the repository's root. */
  readonly origin: string;
  readonly path: string;
  /** Of a peer: the strategy whose peer it is, or `yardsticks`. */
  readonly group?: string;
  /** Between which members its state can be shared, if its folder says so. */
  readonly span?: Span;
  /** The service on whose servers its state lives, if its folder says so. */
  readonly service?: string;
}

/** All below a folder of the repository, by id. Without the folder there are none. */
export async function strategyFilesIn(folder: string): Promise<StrategyFile[]> {
  const path = join(workspaceRoot, folder);
  const files = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return files
    .filter((file) => file.isFile() && file.name.endsWith(".ts"))
    .map(({ name, parentPath }) => ({
      id: basename(name, ".ts"),
      origin: join(parentPath, name).slice(workspaceRoot.length).replaceAll("\\", "/"),
      path: join(parentPath, name),
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
