/** The command's side of a round: starts its process, watches over it, and says how it ended. */
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  CommandError,
  ExitCode,
  noTemporaryFiles,
  superviseChild,
} from "@sync-strategies/command-kit";
import { lineOf } from "@sync-strategies/command-kit/in-child";
import type { LoadedFrom } from "./load-strategy.ts";
import type { FaultDescription, FaultMessage, FaultRequest } from "./round-protocol.ts";
import type { Round } from "./round.ts";

/** How long one step of a round may take, in milliseconds: a fault waits for clients for 10 s at most. */
const PATIENCE_MS = 30_000;

export interface PlayOptions {
  readonly signal: AbortSignal;
  /** Where each round gets a folder. */
  readonly scratch: string;
}

export interface RoundToPlay {
  /** The fault's compiled module. */
  readonly moduleUrl: string;
  readonly cell: number;
  readonly strategy: LoadedFrom;
  readonly seed: number;
}

export type RoundEnd =
  | { readonly end: "played"; readonly round: Round }
  /** What it needs is not here. */
  | { readonly end: "not-run"; readonly reason: string }
  | { readonly end: "failed"; readonly reason: string; readonly stack: string | undefined };

/**
 * Plays one round in a fresh process. Never rejects for what the strategy or the fault does.
 *
 * @throws the signal's reason, if it aborts; a {@link CommandError} where no process can be started
 *   or no temporary folder made.
 */
export async function playCell(
  round: RoundToPlay,
  { signal, scratch }: PlayOptions,
): Promise<RoundEnd> {
  const folder = await mkdtemp(join(scratch, "round-")).catch((error: unknown) => {
    throw noTemporaryFiles(error);
  });
  try {
    return await play({ task: "play", ...round, folder }, signal);
  } finally {
    // The process that is being killed may still write to it.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * What a fault's module says about itself.
 *
 * @throws {CommandError} if it is no fault; the signal's reason, if it aborts.
 */
export async function describeFaultOf(
  moduleUrl: string,
  origin: string,
  { signal }: Pick<PlayOptions, "signal">,
): Promise<FaultDescription> {
  const end = await ask({ task: "describe", moduleUrl }, signal);
  if (end.type === "described") return end.fault;
  const { reason, stack } = refusal(end);
  throw new CommandError(ExitCode.failed, `${origin}: ${reason}`, stack);
}

async function play(request: FaultRequest, signal: AbortSignal): Promise<RoundEnd> {
  const end = await ask(request, signal);
  if (end.type === "played") return { end: "played", round: end.round };
  if (end.type === "not-run") return { end: "not-run", reason: end.reason };
  return { end: "failed", ...refusal(end) };
}

/** The process's own last message, or how it ended without one. */
type LastMessage =
  | FaultMessage
  | { readonly type: "broke-off"; readonly reason: string; readonly stack?: string };

async function ask(request: FaultRequest, signal: AbortSignal): Promise<LastMessage> {
  const isSource = import.meta.url.endsWith(".ts");
  const program = isSource ? "../dist/fault-child.js" : "./fault-child.js";
  const end = await superviseChild<FaultMessage, FaultMessage>(new URL(program, import.meta.url), {
    request,
    patienceMs: PATIENCE_MS,
    signal,
    onMessage(message, { progress, result }) {
      if (message.type === "step") progress();
      else result(message);
    },
  });
  switch (end.end) {
    case "result":
      return end.result;
    case "hung":
      return {
        type: "broke-off",
        reason: `one of its steps took more than ${PATIENCE_MS / 1000} s`,
      };
    case "died":
      return { type: "broke-off", reason: end.reason, stack: end.stderr };
  }
}

function refusal(end: LastMessage): {
  readonly reason: string;
  readonly stack: string | undefined;
} {
  switch (end.type) {
    case "failed":
      return { reason: lineOf(end.failure), stack: end.failure.stack };
    case "broke-off":
      return { reason: end.reason, stack: end.stack };
    case "not-run":
      return { reason: end.reason, stack: undefined };
    default:
      return { reason: `it sent a message of the type ${end.type}`, stack: undefined };
  }
}
