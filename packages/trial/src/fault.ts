import type { Verdict } from "@sync-strategies/linearizability";
import { stateIsSound, type StateCheck } from "@sync-strategies/workload";
import { count } from "../output/format-figures.ts";

/** What a run did wrong, by its history or by its final state; undefined if nothing. */
export function faultOf(state: StateCheck, verdict: Verdict | null): string | undefined {
  if (verdict?.verdict === "not-linearizable") return verdict.explanation;
  if (stateIsSound(state)) return undefined;
  const [contradiction] = state.contradictions;
  if (contradiction !== undefined) return contradiction;
  return `${count(state.lostUpdates)} of ${count(state.acknowledgedUpdates)} acknowledged updates are lost`;
}
