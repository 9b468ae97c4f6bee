/** The scenarios to choose from, in groups. */
import { everydayScenarios, scenarios, type Scenario } from "@sync-strategies/schedule-explorer";

/** More buttons than these overwhelm a reader, and more steps tire one. */
const MOST_CLIENTS = 3;
const MOST_OPERATIONS = 6;

const byHand = scenarios.filter(
  ({ clients }) => clients.length <= MOST_CLIENTS && clients.flat().length <= MOST_OPERATIONS,
);

export const allScenarios: readonly Scenario[] = [...scenarios, ...everydayScenarios];

interface ScenarioGroup {
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}

const groups: readonly ScenarioGroup[] = [
  { title: "Of the contract", scenarios: byHand },
  { title: "From everyday services", scenarios: everydayScenarios },
];

/** The scenarios that a reader steps through by hand, and this one if it is none of them. */
export function groupsWith(scenario: Scenario): readonly ScenarioGroup[] {
  const isListed = groups.some((group) => group.scenarios.includes(scenario));
  return isListed ? groups : [...groups, { title: "Of many steps", scenarios: [scenario] }];
}
