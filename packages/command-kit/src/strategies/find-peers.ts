/**
 * Peers are other libraries behind the same contract. Each is a strategy file,
 * `peers/strategies/<group>/<id>.ts`; its group is named after the repository's strategy that
 * does the same with code of its own. The group `floors` holds what none can be faster than.
 */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { CommandError, ExitCode } from "../exit-codes.ts";
import { peersFolder } from "../workspace.ts";

/** A peer that is there, whether or not its library is installed. */
export interface PeerFile {
  readonly id: string;
  readonly group: string;
  /** From the repository's root on. */
  readonly origin: string;
  readonly path: string;
}

export const FLOORS = "floors";

/**
 * All peers: those of each of these strategies in turn, then those of none, the floors last.
 *
 * @param strategyIds the repository's own strategies.
 */
export async function findPeers(strategyIds: readonly string[]): Promise<PeerFile[]> {
  const folder = join(peersFolder, "strategies");
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const peers = files
    .filter((file) => file.isFile() && file.name.endsWith(".ts"))
    .map(({ name, parentPath }): PeerFile => {
      const group = basename(parentPath);
      return {
        id: basename(name, ".ts"),
        group,
        origin: `peers/strategies/${group}/${name}`,
        path: join(parentPath, name),
      };
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const groups = [...strategyIds, ...peers.map(({ group }) => group).toSorted()];
  const order = [...new Set(groups)].filter((group) => group !== FLOORS);
  return [...order, FLOORS].flatMap((name) => peers.filter(({ group }) => group === name));
}

/** The peers and the floors that stand beside these strategies. */
export function peersBeside(
  strategyIds: readonly string[],
  peers: readonly PeerFile[],
): readonly PeerFile[] {
  return peers.filter(({ group }) => group === FLOORS || strategyIds.includes(group));
}

/** A peer's own file does not do what it should. That is no fault of the user's. */
export function peerFailure(error: unknown): unknown {
  if (!(error instanceof CommandError)) return error;
  return new CommandError(ExitCode.failed, error.message, error.cause);
}
