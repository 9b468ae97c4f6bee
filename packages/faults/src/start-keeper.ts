import { ServiceError, type Keeper } from "@sync-strategies/servers";

/** Starts a services keeper, which ends when this process does. */
export async function startKeeper(): Promise<Keeper> {
  throw new ServiceError("NOT_INSTALLED", "no services can be started yet");
}
