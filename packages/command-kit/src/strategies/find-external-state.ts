/**
 * Strategies whose state is outside of all processes that share it, each of them a file. In an
 * embedded database, in a file, in a process that owns it: `external-state/processes/<id>.ts`. On a
 * server of a service: `external-state/services/<service>/<id>.ts`, next to the `service.ts` that
 * knows how to start such a server.
 */
import { dirname, join, relative } from "node:path";
import { workspaceRoot } from "../workspace.ts";
import { SERVICE_FILE, serviceNames, servicesFolder } from "./service-names.ts";
import { strategyFilesIn, type StrategyFile } from "./strategy-files.ts";

export async function findExternalState(): Promise<StrategyFile[]> {
  const ofProcesses = await strategyFilesIn("external-state/processes");
  return [
    ...ofProcesses.map((file): StrategyFile => ({ ...file, span: "processes" })),
    ...(await filesOfServices()),
  ];
}

/** Service by service. What is deeper in a service's folder is what its strategies share. */
async function filesOfServices(): Promise<StrategyFile[]> {
  const files = await strategyFilesIn(relative(workspaceRoot, servicesFolder));
  return serviceNames().flatMap((service) =>
    files
      .filter(({ path }) => {
        const place = relative(servicesFolder, path);
        return dirname(place) === service && place !== join(service, SERVICE_FILE);
      })
      .map((file): StrategyFile => ({ ...file, span: "machines", service })),
  );
}
