import { memberOver } from "./member-over.ts";
import type { Member } from "./member.ts";
import { transportToThread } from "./thread-link.ts";

/**
 * Starts a worker thread whose program calls `serveCoordinator`, and resolves when it is ready. It
 * keeps this process from ending until it is ended.
 *
 * @param program compiled: Node loads no TypeScript in a thread.
 * @param name what people call it: "thread 2".
 * @throws {MemberFailure} if the program throws as it is loaded, or ends before it serves.
 */
export async function startThread<Request, Reply>(
  program: URL,
  name: string,
): Promise<Member<Request, Reply>> {
  return memberOver(transportToThread(program, name), name);
}
