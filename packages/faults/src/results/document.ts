/** The result of `pnpm compare faults`, as `--format json` prints it and `--save` keeps it. */
import type { Environment } from "@sync-strategies/results";
import type { FaultResult } from "./cell-result.ts";

export interface FaultsDocument {
  readonly schemaVersion: 1;
  /** What tells it from the result of `pnpm compare`. */
  readonly kind: "faults";
  /** Whether the command was interrupted: what follows is what had been played until then. */
  readonly interrupted: boolean;
  /** How often each cell was to be played. */
  readonly rounds: number;
  readonly environment: Environment;
  readonly faults: readonly FaultResult[];
}
