/** The line that says what a trial that made no progress was waiting for. */
import { count, list } from "@sync-strategies/results";
import type { WorkloadParameters } from "@sync-strategies/workload";
import type { TrialPhase } from "./measure.ts";
import { silentMembers, stalledMembers, type MemberSigns, type Signs } from "./signs-of-life.ts";

/** What never came, by phase; in all others operations should have completed. */
const causes: Partial<Record<TrialPhase, string>> = {
  loading: "it never finished",
  "creating the store": "it never finished",
  "creating the state": "createState never resolved",
  "opening the stores": "openStore never resolved",
  "counting round trips": "a lone operation never resolved",
  "checking the state": "a read never resolved",
  closing: "close() never resolved",
  "disposing of the state": "its disposal never resolved",
};

/** Up to this number of members each is listed, and of others each one's operations. */
const A_FEW = 4;

/** @param signs the last that were seen of it. */
export function reasonOfHang(
  signs: Signs,
  patienceMs: number,
  parameters: WorkloadParameters,
): string {
  const { phase, members } = signs;
  const duration = `for ${Math.round(patienceMs / 100) / 10} s`;
  const cause = causes[phase];
  const stalled = stalledMembers(signs);
  if (stalled.length === 0) {
    const silent = silentMembers(signs);
    const hint =
      silent.length > 0
        ? `; ${silenceOf(silent, members.length)}`
        : parameters.updaters > 0 && phasesWithUpdaters.has(phase)
          ? "; an updater that awaits its own store waits for itself"
          : "";
    return `hung while ${phase}: ${cause ?? "no operation completed"} ${duration}${hint}`;
  }
  const names = `${namesOf(stalled)} of ${members.length}`;
  if (cause !== undefined) return `hung while ${phase}: ${cause} in ${names} ${duration}`;
  const others = members.filter((member) => !stalled.includes(member));
  return `hung while ${phase}: ${names} completed no operation ${duration} (${operationsOf(others)})`;
}

/** Updaters of the workload run in these. */
const phasesWithUpdaters: ReadonlySet<TrialPhase> = new Set(["warming up", "running"]);

function namesOf(members: readonly MemberSigns[]): string {
  const names = members.map(({ name }) => name);
  if (names.length <= A_FEW) return list(names);
  return list([...names.slice(0, A_FEW - 1), `${names.length - A_FEW + 1} others`]);
}

function silenceOf(silent: readonly MemberSigns[], of: number): string {
  if (silent.length === 1) return `the event loop of ${namesOf(silent)} of ${of} does not turn`;
  const names = silent.length === of ? `all ${of}` : `${namesOf(silent)} of ${of}`;
  return `the event loops of ${names} do not turn`;
}

function operationsOf(others: readonly MemberSigns[]): string {
  const sum = others.reduce((total, { completedOps }) => total + completedOps, 0);
  if (others.length > A_FEW) return `the other ${others.length} together: ${count(sum)}`;
  return others.map(({ name, completedOps }) => `${name}: ${count(completedOps)}`).join(", ");
}
