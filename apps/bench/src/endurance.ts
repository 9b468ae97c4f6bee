/**
 * Ten million operations through each strategy: does the heap come back to where it was, and do
 * the event loop's timers run on time meanwhile? Each in a fresh process, with nothing recorded.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { strategyModules } from "./workspace.ts";

export interface Endurance {
  readonly strategy: string;
  readonly operations: number;
  readonly elapsedMs: number;
  /** How much larger the collected heap is afterwards, in bytes; negative if it is smaller. */
  readonly heapGrowthBytes: number;
  /** The most that a timer was late, and how many there were. */
  readonly latestTimerMs: number;
  readonly timers: number;
}

export interface EnduranceRequest {
  readonly moduleUrl: string;
  readonly operations: number;
}

export type EnduranceAnswer =
  | { readonly results: readonly Endurance[] }
  | { readonly running: string }
  | { readonly failed: string };

export async function measureEndurance(
  operations: number,
  onProgress: (text: string) => void,
): Promise<Endurance[]> {
  const results: Endurance[] = [];
  for (const moduleUrl of strategyModules()) {
    results.push(...(await inFreshProcess({ moduleUrl, operations }, onProgress)));
  }
  return results;
}

function inFreshProcess(
  request: EnduranceRequest,
  onProgress: (text: string) => void,
): Promise<readonly Endurance[]> {
  const child = fork(fileURLToPath(new URL("endurance-child.js", import.meta.url)), {
    execArgv: [],
    stdio: ["ignore", 2, 2, "ipc"],
  });
  return new Promise<readonly Endurance[]>((resolve, reject) => {
    child.on("message", (sent) => {
      const answer = sent as EnduranceAnswer;
      if ("running" in answer) onProgress(`endurance: ${answer.running}`);
      else if ("results" in answer) resolve(answer.results);
      else reject(new Error(answer.failed));
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`${request.moduleUrl}: its process ended with ${signal ?? code}`)),
    );
    child.send(request);
  }).finally(() => child.kill("SIGKILL"));
}
