/** A thread or a process that is one member of a trial: it does what the coordinator asks, one phase at a time. */
import {
  assertBuiltIns,
  findStrategy,
  protectBuiltIns,
} from "@sync-strategies/command-kit/in-child";
import { serveCoordinator, transferring } from "@sync-strategies/members";
import { buffersIn } from "./buffers-in.ts";
import { MemberPart, type MemberNotice, type MemberRequest } from "./member-part.ts";
import { nameOperation } from "./name-operation.ts";
import { nodeMachine } from "./node-machine.ts";
import { PROGRESS_INTERVAL_MS } from "./protocol.ts";

const part = new MemberPart(findStrategy, nodeMachine);

const { notify } = serveCoordinator<MemberRequest, unknown>(async ({ task, details }) => {
  try {
    const reply: unknown = await part[task](details as never);
    assertBuiltIns();
    return transferring(reply, buffersIn(reply));
  } catch (error) {
    // What fails after a built-in was replaced fails for reasons that name no culprit.
    assertBuiltIns();
    throw nameOperation(error);
  }
});

protectBuiltIns();
setInterval(() => {
  const notice: MemberNotice = { completedOps: part.completedOps };
  notify(notice);
}, PROGRESS_INTERVAL_MS).unref();
