import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "../workspace.ts";

/** Where the repository's services are, a folder each. */
export const servicesFolder = join(workspaceRoot, "external-state", "services");

/** In a service's folder: the service itself, which is no strategy. */
export const SERVICE_FILE = "service.ts";

/** The services that there are, in the order of the alphabet: each is a folder, and there is no list. */
export function serviceNames(folder = servicesFolder): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, SERVICE_FILE)))
    .map(({ name }) => name)
    .toSorted();
}
