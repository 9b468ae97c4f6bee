/**
 * Peers are other libraries behind the same contract. Each is a strategy file,
 * `peers/strategies/<group>/<id>.ts`; its group is named after the strategy of this repository that
 * does the same with our own code. The group `yardsticks` holds a bare Map behind `await`, and the
 * least that a request to an owner costs.
 */
import { basename, dirname } from "node:path";
import { strategyFilesIn, type StrategyFile } from "./strategy-files.ts";

export interface PeerFile extends StrategyFile {
  readonly group: string;
}

export const YARDSTICKS = "yardsticks";

/**
 * All peers: those of each of these strategies in turn, then those of no strategy, the yardsticks
 * last.
 *
 * @param strategyIds the repository's own strategies.
 */
export async function findPeers(strategyIds: readonly string[]): Promise<PeerFile[]> {
  const files = await strategyFilesIn("peers/strategies");
  const peers = files.map((file) => ({ ...file, group: basename(dirname(file.path)) }));
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
