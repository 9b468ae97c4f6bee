import type { Scenario } from "@sync-strategies/schedule-explorer";

/** The scenario of an id in an address; the first one if there is none of that id. */
export function scenarioOr(id: string | undefined, among: readonly Scenario[]): Scenario {
  return among.find((each) => each.id === id) ?? among[0]!;
}
