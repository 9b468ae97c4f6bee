/**
 * Lets a child process import strategy modules and say what is in them. The command itself never
 * imports a strategy: one that throws or never ends while it is loaded must not end the command.
 */
import { CommandError, wrongInput } from "../command-error.ts";
import { ExitCode } from "../exit-codes.ts";
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

/** What a module offers needs what is not there: no mistake, unless it was asked for by name. */
export class UnavailableError extends CommandError {
  constructor(message: string) {
    super(ExitCode.wrongInput, message);
  }
}

/** What came of a module: its strategies, or the one line that says why there are none. */
export interface DescribedModule extends StrategyModule {
  readonly strategies: readonly StrategySource[];
  readonly problem: CommandError | undefined;
}

export interface DescribeOptions {
  /** Interrupts it; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long each module may take to load, in milliseconds. */
  readonly patienceMs?: number;
}

/**
 * What the modules export, in their order. One child loads them, one after the other, since
 * starting a process takes longer than loading a strategy; after one that cannot be loaded, a
 * fresh child goes on with the next.
 */
export async function describeModules(
  modules: readonly StrategyModule[],
  options: DescribeOptions = {},
): Promise<DescribedModule[]> {
  const described: DescribedModule[] = [];
  while (described.length < modules.length) {
    const problem = await describeRest(modules, described, options);
    const unfit = modules[described.length];
    if (unfit !== undefined) described.push({ ...unfit, strategies: [], problem });
  }
  return described;
}

/**
 * Adds what the modules after those already described export. Resolves to what is wrong with the
 * first that cannot be loaded, and stops there.
 */
async function describeRest(
  modules: readonly StrategyModule[],
  described: DescribedModule[],
  { signal, patienceMs = PATIENCE_MS }: DescribeOptions,
): Promise<CommandError | undefined> {
  const rest = modules.slice(described.length);
  const request: DescribeRequest = { moduleUrls: rest.map(({ moduleUrl }) => moduleUrl) };
  const end = await superviseChild<DescribeMessage, DescribeMessage>(
    new URL("describe-child.js", import.meta.url),
    {
      request,
      patienceMs,
      signal,
      prints: "nowhere",
      onMessage(message, { progress, result }) {
        if (message.type !== "described") return result(message);
        progress();
        const module = modules[described.length];
        if (module === undefined) return;
        const strategies = message.strategies.map((strategy) => ({ ...strategy, ...module }));
        described.push({ ...module, strategies, problem: undefined });
      },
    },
  );
  const origin = modules[described.length]?.origin ?? "";
  if (end.end === "hung") {
    return wrongInput(`${origin}: it never finishes loading (waited ${patienceMs / 1000} s)`);
  }
  if (end.end === "died") {
    const details = `${end.reason}\n${end.stderr}`;
    return wrongInput(`${origin}: the process that loaded it died`, details);
  }
  const message = end.result;
  if (message.type === "unavailable") return new UnavailableError(`${origin}: ${message.message}`);
  if (message.type === "unfit") return wrongInput(`${origin}: ${message.message}`);
  if (message.type === "failed") {
    const { failure } = message;
    return wrongInput(`${origin}: it throws when it is loaded: ${lineOf(failure)}`, failure.stack);
  }
  return undefined;
}
