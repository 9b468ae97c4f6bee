import type { ChildProcess } from "node:child_process";

/** Kills a child that has its own process group, and all that it started. */
export function killWithItsOwn(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform !== "win32") process.kill(-child.pid, "SIGKILL");
  } catch {
    // All of them have ended.
  }
  child.kill("SIGKILL");
}
