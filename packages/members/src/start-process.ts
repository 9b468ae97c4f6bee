import { memberOver } from "./member-over.ts";
import type { Member } from "./member.ts";
import { transportToProcess } from "./process-link.ts";

export interface ProcessOptions {
  /**
   * Whether the process is in a session without a terminal: no Ctrl-C reaches it, and what it prints
   * goes nowhere. For one that clears away what its coordinator leaves: `onCoordinatorEnd`.
   */
  readonly isDetached?: boolean;
}

/**
 * Starts a process whose program calls `serveCoordinator`, and resolves when it is ready. It keeps
 * this process from ending until it is ended, and ends when this process does. What it prints goes
 * to stderr, and what would be transferred to a thread is copied.
 *
 * @param program compiled: Node is given no flag with which it would load TypeScript.
 * @param name what people call it: "process 2".
 * @throws {MemberFailure} if the program throws as it is loaded, or ends before it serves, or if no
 *   process can be started.
 */
export async function startProcess<Request, Reply>(
  program: URL,
  name: string,
  { isDetached = false }: ProcessOptions = {},
): Promise<Member<Request, Reply>> {
  return memberOver(transportToProcess(program, isDetached), name);
}
