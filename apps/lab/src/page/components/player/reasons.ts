/** Why a client cannot take the next step, in the words of its strategy. */
import type { ClientNow } from "@sync-strategies/schedule-explorer";
import type { StrategyTraits } from "@sync-strategies/state-store";

export type Reasons = Pick<StrategyTraits, "access" | "exclusion">;

/** Undefined if the client can take a step. */
export function whyNot(now: ClientNow, traits: Reasons): string | undefined {
  if (now.state === "finished") return `${now.client} has finished`;
  if (now.state !== "waits") return undefined;
  const others = now.waitsFor.join(" and ");
  if (others === "") return `${now.client} waits, and no client's update is open`;
  const verb = now.waitsFor.length === 1 ? "holds" : "hold";
  switch (traits.access) {
    case "lock-holder":
      return `${now.client} waits: ${others} ${verb} the lock`;
    case "owner-task":
      return `${now.client} waits: the owner carries out ${others}'s request`;
    default:
      return `${now.client} waits: ${others}'s update is open`;
  }
}
