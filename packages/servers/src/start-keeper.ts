import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "@sync-strategies/command-kit";
import { serviceNames, servicesFolder } from "@sync-strategies/command-kit/strategies";
import { startProcess } from "@sync-strategies/members";
import type { KeeperRequest } from "./keeper-protocol.ts";
import type { Keeper, KeeperOptions } from "./keeper.ts";
import { RemoteKeeper } from "./remote-keeper.ts";
import { ANY_RUN, newRunPrefix } from "./run-prefix.ts";
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
  const begin = async (until?: AbortSignal): Promise<RemoteKeeper> => {
    const prefix = newRunPrefix();
    const folder = join(tmpdir(), `sync-strategies-servers-${prefix.slice(ANY_RUN.length, -1)}`);
    const member = await startProcess<KeeperRequest, unknown>(keeperProgram(), NAME, {
      isDetached: true,
    });
    const options = { member, folder, prefix, services, ids, startAnother: () => begin() };
    const keeper = new RemoteKeeper({ ...options, signal: until });
    await keeper.begin(patienceMs);
    return keeper;
  };
  try {
    return await begin(signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw new ServiceError("DIED", `${NAME} could not be started: ${messageOf(error)}`);
  }
}

const NAME = "the services keeper";

/** How long a server may take to answer, in milliseconds: on a busy machine, too. */
const PATIENCE_MS = 10_000;

/** Compiled, since Node is given no flag with which it would load TypeScript. */
function keeperProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource ? "../dist/keeper-program.js" : "./keeper-program.js";
  return new URL(path, import.meta.url);
}
