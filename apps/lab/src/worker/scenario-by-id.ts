import { everydayScenarios, scenarios, type Scenario } from "@sync-strategies/schedule-explorer";

/** @throws {RangeError} if there is none of this id. */
export function scenarioById(id: string): Scenario<number> {
  const scenario = [...scenarios, ...everydayScenarios].find((known) => known.id === id);
  if (scenario === undefined) throw new RangeError(`There is no scenario "${id}".`);
  return scenario;
}
