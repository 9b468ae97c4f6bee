import type { Exploration } from "./explore.ts";

/** The result of an exploration in a sentence: what was run, and whether that was all. */
export function describeExploration(exploration: Exploration): string {
  const { outcome, schedules, switches, failure } = exploration;
  if (failure !== undefined) {
    const count = counted(failure.switches, "switch", "switches");
    const found = schedules === 1 ? "the first one run" : `found after ${counted(schedules)}`;
    if (failure.schedule === "") return "The store fails before the first step.";
    return `Schedule ${failure.schedule} fails, with ${count}, ${found}.`;
  }
  if (outcome === "passed") {
    return schedules === 1 ? "The only schedule passes." : `All ${counted(schedules)} pass.`;
  }
  const among =
    switches === undefined
      ? ""
      : `, among them all with at most ${counted(switches, "switch", "switches")}`;
  return `${counted(schedules)} of an unknown number ${schedules === 1 ? "passes" : "pass"}${among}.`;
}

function counted(count: number, one = "schedule", many = "schedules"): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
