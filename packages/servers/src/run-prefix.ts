/**
 * With what all names begin that one run gives to what it keeps on a server of the user. If the run and
 * its keeper are both killed, the names stay, and tell the next run that nothing uses them any more: they
 * have the process of the run in them, and in which system it has that number.
 *
 * Invariant: a run is taken for dead only where its number would mean the same process here. Elsewhere,
 * such as on another machine, in another container or after a restart, nothing is known of it.
 */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { isRunning } from "./process-tree.ts";

/** With what the names of all runs begin. */
export const ANY_RUN = "sync_";

/** Enough for two runs of one process never to have the same name. */
const RANDOM_BYTES = 4;

const SYSTEM_LENGTH = 8;

/** Up to 30 lower-case letters, digits and underscores. */
export function newRunPrefix(): string {
  const random = randomBytes(RANDOM_BYTES).toString("hex");
  return `${ANY_RUN}${thisSystem() ?? "0"}_${process.pid.toString(36)}_${random}_`;
}

/** The prefixes in these names whose runs are certainly dead. */
export function deadRunsIn(names: readonly string[]): string[] {
  const system = thisSystem();
  if (system === undefined) return [];
  const prefix = new RegExp(`${ANY_RUN}${system}_([0-9a-z]+)_[0-9a-f]{${2 * RANDOM_BYTES}}_`, "g");
  const dead = names.flatMap((name) =>
    [...name.matchAll(prefix)]
      .filter(([, pid = ""]) => !isRunning(Number.parseInt(pid, 36)))
      .map(([found]) => found),
  );
  return [...new Set(dead)];
}

/** Where processes have the numbers that they have here, until it is restarted; Linux alone tells. */
function thisSystem(): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    const processes = readlinkSync("/proc/self/ns/pid");
    const hash = createHash("sha256").update(JSON.stringify([boot, processes, hostname()]));
    return hash.digest("hex").slice(0, SYSTEM_LENGTH);
  } catch {
    return undefined;
  }
}
