/**
 * Lets a child process import a strategy module and say what is in it. The command itself never
 * imports a strategy: one that throws or never ends while it is loaded must not end the command.
 */
import { wrongInput } from "../command-error.ts";
import { lineOf } from "../in-child/failure.ts";
import { superviseChild } from "../supervise-child.ts";
import type { DescribeMessage, DescribeRequest } from "./describe-child.ts";
import type { StrategySource } from "./strategy-source.ts";

/** How long a module may take to load, in milliseconds: many load at once, on a busy machine. */
const PATIENCE_MS = 60_000;

/**
 * The strategies that the module exports.
 *
 * @param origin what the user calls the module, for messages.
 * @param patienceMs how long the module may take to load, in milliseconds.
 * @throws {CommandError} if it exports none, throws, or never finishes loading.
 */
export async function describeModule(
  moduleUrl: string,
  origin: string,
  patienceMs = PATIENCE_MS,
): Promise<StrategySource[]> {
  const request: DescribeRequest = { moduleUrl };
  const end = await superviseChild<DescribeMessage, DescribeMessage>(
    new URL("describe-child.js", import.meta.url),
    {
      request,
      patienceMs,
      prints: "nowhere",
      onMessage: (message, { result }) => result(message),
    },
  );
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
  return message.strategies.map((description) => ({ ...description, moduleUrl, origin }));
}
