import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "@sync-strategies/command-kit";
import { serviceNames, servicesFolder } from "@sync-strategies/command-kit/strategies";
import { startProcess } from "@sync-strategies/members";
import type { KeeperRequest } from "./keeper-protocol.ts";
import type { Keeper, KeeperOptions } from "./keeper.ts";
import { RemoteKeeper } from "./remote-keeper.ts";
import { ServiceError } from "./service-error.ts";

/**
 * Starts the services keeper: a process that ends and removes all that comes of it when it is closed
 * or when this process ends, kill -9 included. No Ctrl-C reaches it.
 *
 * @throws {ServiceError} if it cannot be started.
 */
export async function startKeeper({
  signal,
  patienceMs = PATIENCE_MS,
  services = servicesFolder,
}: KeeperOptions = {}): Promise<Keeper> {
  signal?.throwIfAborted();
  const ids = serviceNames(services);
  const run = randomBytes(RUN_BYTES).toString("hex");
  const folder = join(tmpdir(), `sync-strategies-servers-${run}`);
  const prefix = `sync_${run}_`;
  try {
    const member = await startProcess<KeeperRequest, unknown>(keeperProgram(), NAME, {
      isDetached: true,
    });
    const keeper = new RemoteKeeper({ member, folder, prefix, services, ids, signal });
    await keeper.begin(patienceMs);
    return keeper;
  } catch (error) {
    signal?.throwIfAborted();
    throw new ServiceError("DIED", `${NAME} could not be started: ${messageOf(error)}`);
  }
}

const NAME = "the services keeper";

/** How long a server may take to answer, in milliseconds: on a busy machine, too. */
const PATIENCE_MS = 10_000;

/** Enough for two runs that one server sees never to have the same name. */
const RUN_BYTES = 6;

/** Compiled, since Node is given no flag with which it would load TypeScript. */
function keeperProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource ? "../dist/keeper-program.js" : "./keeper-program.js";
  return new URL(path, import.meta.url);
}
