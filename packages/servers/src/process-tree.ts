/** A process and all that it started, some of which may have left its group, as Postgres's do. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
}

/** How often it is looked whether processes have ended that are no children of this one. */
const LOOK_INTERVAL_MS = 5;

/** Sends the signal to the process and all that it started, and returns their ids. */
export function signalTree(root: number, signal: "SIGSTOP" | "SIGCONT" | "SIGKILL"): number[] {
  // Stopped, it starts no process between our look and the signal.
  send(root, "SIGSTOP");
  const pids = treeOf(root);
  for (const pid of pids) send(pid, signal);
  return pids;
}

/** Resolves when none of the processes runs any more. */
export async function haveEnded(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await setTimeout(LOOK_INTERVAL_MS);
}

/** Whether the process has not ended. Its parent may not yet have taken notice that it has. */
export function isRunning(pid: number): boolean {
  return listProcesses().some((entry) => entry.pid === pid);
}

/** Sends a signal to a process, which may have ended. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

function treeOf(root: number): number[] {
  const entries = listProcesses();
  const pids = [root];
  // The list grows while it is read: children follow their parent.
  for (const parent of pids) {
    for (const entry of entries) if (entry.parent === parent) pids.push(entry.pid);
  }
  return pids;
}

/** All processes that run. One that has ended, and whose parent has not yet asked, does not. */
function listProcesses(): ProcessEntry[] {
  return process.platform === "linux" ? listFromProc() : listFromPs();
}

function listFromProc(): ProcessEntry[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      // The name of the program may have spaces and parentheses in it.
      const [state = "", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return hasEnded(state) ? [] : [{ pid: Number(name), parent: Number(parent) }];
    } catch {
      return [];
    }
  });
}

function listFromPs(): ProcessEntry[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,state="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [pid = "", parent, state = ""] = line.trim().split(/\s+/);
    return pid === "" || hasEnded(state) ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}

function hasEnded(state: string): boolean {
  return state.startsWith("Z") || state.startsWith("X");
}
