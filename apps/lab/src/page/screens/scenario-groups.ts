/** The scenarios that a reader steps through by hand: few clients, few steps. */
import { everydayScenarios, scenarios } from "@sync-strategies/schedule-explorer";

/** More buttons than these overwhelm a reader, and more steps tire one. */
const MOST_CLIENTS = 3;
const MOST_OPERATIONS = 6;

const byHand = scenarios.filter(
  ({ clients }) => clients.length <= MOST_CLIENTS && clients.flat().length <= MOST_OPERATIONS,
);

export const scenarioGroups = [
  { title: "From everyday services", scenarios: everydayScenarios },
  { title: "Of the contract", scenarios: byHand },
];

export const scenariosByHand = [...byHand, ...everydayScenarios];
