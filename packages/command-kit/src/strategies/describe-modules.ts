/**
 * Lets a child process import strategy modules and say what is in them. The command itself never
 * imports a strategy: one that throws or never ends while it is loaded must not end the command.
 */
import { wrongInput } from "../command-error.ts";
import { lineOf } from "../in-child/failure.ts";
import { superviseChild } from "../supervise-child.ts";
import type { DescribeMessage, DescribeRequest } from "./describe-child.ts";
import type { StrategySource } from "./strategy-source.ts";

/** How long a module may take to load, in milliseconds: on a busy machine, too. */
const PATIENCE_MS = 60_000;

export interface StrategyModule {
  readonly moduleUrl: string;
  /** What the user calls the module, for messages. */
  readonly origin: string;
}

/**
 * The strategies that the modules export, in their order. One child loads all of them, one after
 * the other, since starting a process takes longer than loading a strategy.
 *
 * @param patienceMs how long each module may take to load, in milliseconds.
 * @throws {CommandError} if one of them exports none, throws, or never finishes loading.
 */
export async function describeModules(
  modules: readonly StrategyModule[],
  patienceMs = PATIENCE_MS,
): Promise<StrategySource[]> {
  const request: DescribeRequest = { moduleUrls: modules.map(({ moduleUrl }) => moduleUrl) };
  const strategies: StrategySource[] = [];
  let described = 0;
  const end = await superviseChild<DescribeMessage, DescribeMessage>(
    new URL("describe-child.js", import.meta.url),
    {
      request,
      patienceMs,
      prints: "nowhere",
      onMessage(message, { progress, result }) {
        if (message.type !== "described") return result(message);
        progress();
        const module = modules[described++];
        if (module === undefined) return;
        strategies.push(...message.strategies.map((strategy) => ({ ...strategy, ...module })));
      },
    },
  );
  const origin = modules[described]?.origin ?? "";
  if (end.end === "hung") {
    throw wrongInput(`${origin}: it never finishes loading (waited ${patienceMs / 1000} s)`);
  }
  if (end.end === "died") {
    const details = `${end.reason}\n${end.stderr}`;
    throw wrongInput(`${origin}: the process that loaded it died`, details);
  }
  const message = end.result;
  if (message.type === "unfit") throw wrongInput(`${origin}: ${message.message}`);
  if (message.type === "failed") {
    const { failure } = message;
    throw wrongInput(`${origin}: it throws when it is loaded: ${lineOf(failure)}`, failure.stack);
  }
  return strategies;
}
