import { InvalidScheduleError } from "./errors.ts";
import { clientIndex, clientLetters, type Scenario } from "./scenario.ts";

/** The clients' indexes, step by step, of a schedule such as "ABBA". */
export function parseSchedule(scenario: Scenario, schedule: string): number[] {
  return schedule.split("").map((letter, position) => {
    const index = clientIndex(scenario, letter);
    if (index >= 0) return index;
    const known = clientLetters(scenario).join(", ");
    throw new InvalidScheduleError(
      "SCHEDULE_MALFORMED",
      `${JSON.stringify(schedule)} is not a schedule of "${scenario.title}": ` +
        `step ${position + 1} is ${JSON.stringify(letter)}, the clients are ${known}.`,
    );
  });
}
