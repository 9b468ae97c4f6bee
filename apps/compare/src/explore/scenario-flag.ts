/** Scenarios by their names on the command line. */
import { suggestionOrList } from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { everydayScenarios, scenarios, type Scenario } from "@sync-strategies/schedule-explorer";

/** Those that are explored without being named, and the everyday ones. */
const namedScenarios: readonly Scenario<number>[] = [...scenarios, ...everydayScenarios];

export function parseScenarios(text: string): Scenario[] {
  const names = namedScenarios.map(({ id }) => id);
  return text.split(",").map((name) => {
    const scenario = namedScenarios.find(({ id }) => id === name);
    if (scenario !== undefined) return scenario;
    throw new InvalidArgumentError(
      `There is no scenario "${name}"${suggestionOrList(name, names)}`,
    );
  });
}
