/**
 * Strategies whose state is outside of all processes that share it: in an embedded database, in a
 * file, in a process that owns it. Each is a file, `external-state/processes/<id>.ts`.
 */
import { strategyFilesIn, type StrategyFile } from "./strategy-files.ts";

export async function findExternalState(): Promise<StrategyFile[]> {
  const files = await strategyFilesIn("external-state/processes");
  return files.map((file) => ({ ...file, span: "processes" }));
}
