/** What must be done when this process has ended, even by a kill, which no program can catch. */
import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/**
 * Starts a shell that outlives this process and does not keep it running. No Ctrl-C of a terminal reaches
 * it. Its script has the folder as `$0`, and reads what is written to the stream that this returns: it
 * comes to an end when this process does, however that is. Where there is no `/bin/sh`, nothing happens.
 */
export function startOutlivingShell(script: string, folder: string): Socket {
  const shell = spawn("/bin/sh", ["-c", script, folder], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.on("error", () => {});
  shell.unref();
  const input = shell.stdin as Socket;
  input.on("error", () => {});
  input.unref();
  return input;
}
