/** The parent's side: starts the process that explores a strategy, and watches that it gets on. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { StrategySource } from "../strategies/strategy-source.ts";
import type { ExplorationMessage, ExplorationRequest } from "./exploration.ts";

/** An exploration has hung if it has finished no schedule for this long. */
const PATIENCE_MS = 10_000;

/** Why an exploration did not get to its end. */
export interface BrokenOff {
  readonly status: "threw" | "hung" | "died";
  /** The scenario it was in; empty if it did not get to one. */
  readonly scenario: string;
  readonly reason: string;
  readonly stack: string | undefined;
}

/**
 * Explores one strategy in a process of its own.
 *
 * @param onMessage told of every result as it comes.
 * @returns why it broke off, or undefined if all was done.
 */
export async function runExploration(
  strategy: StrategySource,
  request: Omit<ExplorationRequest, "moduleUrl" | "strategyId">,
  onMessage: (message: ExplorationMessage) => void,
): Promise<BrokenOff | undefined> {
  const child = fork(fileURLToPath(new URL("explore-child.js", import.meta.url)), [], {
    execArgv: strategy.origin.startsWith("packages/") ? [] : ["--enable-source-maps"],
    stdio: ["ignore", 2, "pipe", "ipc"],
  });
  const errors: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  let watchdog: NodeJS.Timeout | undefined;
  let scenario = request.scenarioIds[0] ?? "";
  try {
    return await new Promise((resolve) => {
      const breakOff = (
        status: BrokenOff["status"],
        reason: string,
        stack = Buffer.concat(errors).toString(),
      ): void => resolve({ status, scenario, reason, stack });
      const watch = (): void => {
        clearTimeout(watchdog);
        const seconds = PATIENCE_MS / 1000;
        watchdog = setTimeout(
          () => breakOff("hung", `hung: it never lets go of the processor (waited ${seconds} s)`),
          PATIENCE_MS,
        );
      };
      watch();
      child.on("message", (sent) => {
        watch();
        const message = sent as ExplorationMessage;
        if (message.type === "done") return resolve(undefined);
        if (message.type === "failed") {
          const { message: text, location, stack } = message.failure;
          const place = location === undefined ? "" : ` (${location})`;
          return breakOff("threw", `could not be explored: ${text}${place}`, stack);
        }
        onMessage(message);
        if (message.type === "explored") {
          const next = request.scenarioIds.indexOf(message.scenario) + 1;
          scenario = request.scenarioIds[next] ?? message.scenario;
        }
      });
      child.on("error", (error) => breakOff("died", error.message));
      child.on("exit", (code, signal) => {
        const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
        breakOff("died", `its process ended ${how}`);
      });
      child.send({ ...request, moduleUrl: strategy.moduleUrl, strategyId: strategy.id }, () => {});
    });
  } finally {
    clearTimeout(watchdog);
    child.removeAllListeners("message");
    child.kill("SIGKILL");
  }
}
