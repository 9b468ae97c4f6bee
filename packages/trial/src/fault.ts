import { count, type MeasuredRound } from "@sync-strategies/results";
import { stateIsSound } from "@sync-strategies/workload";

/** What a run did wrong, by its history or by its final state; undefined if nothing. */
export function faultOf({
  state,
  check,
}: Pick<MeasuredRound, "state" | "check">): string | undefined {
  if (check?.verdict === "not-linearizable") return check.explanation;
  if (state === null || stateIsSound(state)) return undefined;
  const [contradiction] = state.contradictions;
  if (contradiction !== undefined) return contradiction;
  return `${count(state.lostUpdates)} of ${count(state.acknowledgedUpdates)} acknowledged updates are lost`;
}
