/**
 * Strategies whose state is outside of all processes that share it, each of them a file. In an
 * embedded database, in a file, in a process that owns it: `external-state/processes/<id>.ts`. On a
 * server of a service: `external-state/services/<service>/<id>.ts`, next to the `service.ts` that
 * knows how to start such a server.
 */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { workspaceRoot } from "../workspace.ts";
import { strategyFilesIn, type StrategyFile } from "./strategy-files.ts";

const SERVICES = "external-state/services";

/** In a service's folder: the service itself, which is no strategy. */
const SERVICE_FILE = "service.ts";

export async function findExternalState(): Promise<StrategyFile[]> {
  const ofProcesses = await strategyFilesIn("external-state/processes");
  return [
    ...ofProcesses.map((file): StrategyFile => ({ ...file, span: "processes" })),
    ...(await filesOfServices()),
  ];
}

/** The services that there are: each is a folder, and there is no list. */
export function serviceNames(root = workspaceRoot): string[] {
  const folder = join(root, SERVICES);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, SERVICE_FILE)))
    .map(({ name }) => name)
    .toSorted();
}

/** Service by service. What is deeper in a service's folder is what its strategies share. */
async function filesOfServices(): Promise<StrategyFile[]> {
  const files = await strategyFilesIn(SERVICES);
  return serviceNames().flatMap((service) =>
    files
      .filter(({ path }) => {
        const place = relative(join(workspaceRoot, SERVICES), path);
        return dirname(place) === service && place !== [service, SERVICE_FILE].join(sep);
      })
      .map((file): StrategyFile => ({ ...file, span: "machines", service })),
  );
}
