/** What a simulation shows, in words. */
import { RUN_MS } from "../../../simulation/setting.ts";
import type { Lane, Simulation } from "../../../simulation/simulate.ts";

export interface Finding {
  readonly role: Lane["role"];
  readonly clients: number;
  readonly completed: number;
  readonly longestWaitMs: number;
  readonly starved: number;
}

export function findingOf({ lanes }: Simulation, role: Lane["role"]): Finding | undefined {
  const own = lanes.filter((lane) => lane.role === role);
  if (own.length === 0) return undefined;
  return {
    role,
    clients: own.length,
    completed: own.reduce((sum, { completed }) => sum + completed, 0),
    longestWaitMs: Math.max(...own.map(({ longestWaitMs }) => longestWaitMs)),
    starved: own.filter(({ isStarved }) => isStarved).length,
  };
}

/** "No reader waits. An updater waits up to 10 ms." */
export function inWords(simulation: Simulation): string {
  if (simulation.problem !== undefined) return simulation.problem;
  return (["reader", "updater"] as const)
    .flatMap((role) => {
      const finding = findingOf(simulation, role);
      return finding === undefined ? [] : [sentence(finding)];
    })
    .join(" ");
}

function sentence({ role, clients, longestWaitMs, starved }: Finding): string {
  if (starved === clients) return `Every ${role} starves.`;
  if (starved > 0) return `${starved} of ${clients} ${role}s starve.`;
  if (longestWaitMs === 0) return `No ${role} waits.`;
  return `${role === "updater" ? "An updater" : "A reader"} waits up to ${longestWaitMs} ms.`;
}

/** What the checks say of the whole run. */
export function verdictOf({ verdict, lostUpdates }: Simulation): {
  readonly isGood: boolean;
  readonly text: string;
} {
  const updates = lostUpdates === 1 ? "1 update" : `${lostUpdates} updates`;
  if (verdict === "linearizable" && lostUpdates === 0) {
    return { isGood: true, text: "linearizable, no update lost" };
  }
  const name = verdict === "not-linearizable" ? "NOT linearizable" : verdict;
  return { isGood: false, text: `${name}, ${updates} lost in ${RUN_MS} ms` };
}
