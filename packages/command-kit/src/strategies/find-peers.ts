/**
 * Peers are other libraries behind the same contract. Each is a strategy file,
 * `peers/strategies/<group>/<id>.ts`; its group is named after the strategy of this repository that
 * does the same with our own code. The group `yardsticks` holds a bare Map behind `await`, and the
 * least that a request to an owner costs.
 */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { workspaceRoot } from "../workspace.ts";

/** The folder of the peers, which is a separate workspace. */
export const peersFolder = join(workspaceRoot, "peers");

/** A peer that is there, whether or not its library is installed. */
export interface PeerFile {
  readonly id: string;
  readonly group: string;
  /** From the repository's root. */
  readonly origin: string;
  readonly path: string;
}

export const YARDSTICKS = "yardsticks";

/**
 * All peers: those of each of these strategies in turn, then those of no strategy, the yardsticks
 * last.
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
  const order = [...new Set(groups)].filter((group) => group !== YARDSTICKS);
  return [...order, YARDSTICKS].flatMap((name) => peers.filter(({ group }) => group === name));
}

/** The peers of these strategies, and the yardsticks. */
export function peersOf(
  strategyIds: readonly string[],
  peers: readonly PeerFile[],
): readonly PeerFile[] {
  return peers.filter(({ group }) => group === YARDSTICKS || strategyIds.includes(group));
}
