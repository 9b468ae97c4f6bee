/** The owner of `owner-store.ts` as a process, which listens on a Unix socket in the state's folder. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Place, SharedState, StrategyTraits } from "@sync-strategies/state-store";
import { ownerData, type Fault, type OwnerAddress } from "./owner-protocol.ts";
import { ownerProgram } from "./owner-store.ts";

export async function createOwnerProcess(
  { folder }: Place,
  traits: StrategyTraits,
  faults: readonly Fault[],
): Promise<SharedState> {
  const path = join(folder, "owner.sock");
  const data = JSON.stringify({ ...ownerData(traits, faults), path });
  const owner = fork(ownerProgram(), [data], { execArgv: [] });
  await once(owner, "message");
  const address: OwnerAddress = { path, faults };
  return {
    addressFor: () => ({ address }),
    async [Symbol.asyncDispose]() {
      if (!faults.includes("owner-kept")) {
        const ended = once(owner, "exit");
        owner.kill("SIGKILL");
        await ended;
      }
      if (!faults.includes("socket-left")) await rm(path, { force: true });
    },
  };
}
