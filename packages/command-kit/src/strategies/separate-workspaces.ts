/**
 * The workspaces whose packages nothing else here needs: each has a lockfile and a `node_modules`
 * folder that belong to it alone, and its first use installs them.
 */
import { join } from "node:path";
import { workspaceRoot } from "../workspace.ts";

export interface SeparateWorkspace {
  /** Its folder, which holds the lockfile. */
  readonly folder: string;
  /** What is installed: "peers". */
  readonly contents: string;
  /** The flag that uses it. */
  readonly flag: string;
}

/** Other libraries behind the same contract. */
export const peersWorkspace: SeparateWorkspace = {
  folder: join(workspaceRoot, "peers"),
  contents: "peers",
  flag: "--peers",
};

/** Strategies whose state is outside of all processes that share it, and the services. */
export const externalStateWorkspace: SeparateWorkspace = {
  folder: join(workspaceRoot, "external-state"),
  contents: "external-state",
  flag: "--processes or --services",
};
