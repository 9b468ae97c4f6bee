/**
 * Ten million operations through each strategy: does memory return to its size, and do the event
 * loop's timers run on time meanwhile? Each strategy in a fresh process, nothing recorded.
 */
import { pathToFileURL } from "node:url";
import { superviseChild } from "@sync-strategies/command-kit";
import { findStrategyPackages } from "@sync-strategies/command-kit/strategies";

export interface Endurance {
  readonly strategy: string;
  readonly operations: number;
  readonly elapsedMs: number;
  readonly growth: Memory;
  /** How late the latest timer was, and how many there were. */
  readonly latestTimerMs: number;
  readonly timers: number;
}

/** In bytes: how much larger each part is afterwards, after a collection; negative if smaller. */
export interface Memory {
  /** The event loop's heap. */
  readonly heap: number;
  /** Buffers outside of it, those that threads share included. */
  readonly buffers: number;
  /**
   * All that the process has in memory, its other threads included. V8 keeps what its young
   * generation has grown to, some 30 MB, so a package's first strategies add that.
   */
  readonly resident: number;
}

export interface EnduranceRequest {
  readonly moduleUrl: string;
  readonly operations: number;
}

export type EnduranceAnswer =
  | { readonly results: readonly Endurance[] }
  | { readonly running: string }
  | { readonly failed: string };

/**
 * How long a run may take: a minute, and per operation twenty times what the slowest strategy
 * needs.
 */
function patienceMs(operations: number): number {
  return 60_000 + operations * 0.05;
}

/** @throws {Error} if a strategy fails, or does not end within its time. */
export async function measureEndurance(
  operations: number,
  onProgress: (text: string) => void,
): Promise<Endurance[]> {
  const results: Endurance[] = [];
  for (const { compiled, folder } of await findStrategyPackages()) {
    const request: EnduranceRequest = { moduleUrl: pathToFileURL(compiled).href, operations };
    results.push(...(await inFreshProcess(request, folder, onProgress)));
  }
  return results;
}

async function inFreshProcess(
  request: EnduranceRequest,
  folder: string,
  onProgress: (text: string) => void,
): Promise<readonly Endurance[]> {
  const end = await superviseChild<EnduranceAnswer, EnduranceAnswer>(
    new URL("endurance-child.js", import.meta.url),
    {
      request,
      patienceMs: patienceMs(request.operations),
      onMessage(answer, { progress, result }) {
        if (!("running" in answer)) return result(answer);
        progress();
        onProgress(`endurance: ${answer.running}`);
      },
    },
  );
  if (end.end === "hung") {
    throw new Error(`${folder}: a run did not end within ${Math.round(end.patienceMs / 1000)} s`);
  }
  if (end.end === "died") throw new Error(`${folder}: ${end.reason}`);
  if (!("results" in end.result)) {
    throw new Error(`${folder}: ${"failed" in end.result ? end.result.failed : "no results"}`);
  }
  return end.result.results;
}
