/** The parent's side: starts the process that explores a strategy, and says what counts as progress. */
import { superviseChild } from "@sync-strategies/command-kit";
import { lineOf } from "@sync-strategies/command-kit/in-child";
import { isOfRepository, type StrategySource } from "@sync-strategies/command-kit/strategies";
import type { ExplorationMessage, ExplorationRequest } from "./exploration.ts";

/**
 * An exploration has hung if it has finished no schedule for this long, in milliseconds. It is
 * generous: a busy machine must not make a strategy look hung.
 */
const PATIENCE_MS = 20_000;

/** Why an exploration did not get to its end. */
export interface BrokenOff {
  readonly status: "threw" | "hung" | "died";
  /** The scenario it was in; empty if it did not get to one. */
  readonly scenario: string;
  readonly reason: string;
  readonly stack: string | undefined;
}

/**
 * Explores one strategy in a separate process.
 *
 * @param onMessage called with every result as it comes.
 * @param patienceMs how long the strategy may finish no schedule, in milliseconds.
 * @returns why it broke off, or undefined if all was done.
 */
export async function runExploration(
  strategy: StrategySource,
  request: Omit<ExplorationRequest, "moduleUrl" | "strategyId">,
  onMessage: (message: ExplorationMessage) => void,
  patienceMs = PATIENCE_MS,
): Promise<BrokenOff | undefined> {
  let scenario = request.scenarioIds[0] ?? "";
  const end = await superviseChild<ExplorationMessage, BrokenOff | undefined>(
    new URL("explore-child.js", import.meta.url),
    {
      request: { ...request, moduleUrl: strategy.moduleUrl, strategyId: strategy.id },
      patienceMs,
      withSourceMaps: !isOfRepository(strategy),
      onMessage(message, { progress, result }) {
        progress();
        if (message.type === "done") return result(undefined);
        if (message.type === "failed") {
          const { failure } = message;
          const reason = `could not be explored: ${lineOf(failure)}`;
          return result({ status: "threw", scenario, reason, stack: failure.stack });
        }
        onMessage(message);
        if (message.type === "explored" || message.type === "unexplorable") {
          const next = request.scenarioIds.indexOf(message.scenario) + 1;
          scenario = request.scenarioIds[next] ?? message.scenario;
        }
      },
    },
  );
  switch (end.end) {
    case "result":
      return end.result;
    case "hung": {
      const reason = `hung: it never lets go of the processor (waited ${patienceMs / 1000} s)`;
      return { status: "hung", scenario, reason, stack: undefined };
    }
    case "died":
      return { status: "died", scenario, reason: end.reason, stack: end.stderr };
  }
}
