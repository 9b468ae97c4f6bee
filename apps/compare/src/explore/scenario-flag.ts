/** Scenarios by their names on the command line. */
import { suggestionOrList } from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { scenarios, type Scenario } from "@sync-strategies/schedule-explorer";

export function parseScenarios(text: string): Scenario[] {
  const names = scenarios.map(({ id }) => id);
  return text.split(",").map((name) => {
    const scenario = scenarios.find(({ id }) => id === name);
    if (scenario !== undefined) return scenario;
    throw new InvalidArgumentError(
      `There is no scenario "${name}"${suggestionOrList(name, names)}`,
    );
  });
}
