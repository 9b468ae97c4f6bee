import { UnexplorableStoreError } from "./errors.ts";
import { withoutNeed, type Scheduler } from "./run-schedule.ts";
import { clientLetter } from "./scenario.ts";

/**
 * The schedules still to be run, each as a prefix: follow it, then switch only when necessary.
 *
 * Invariant: each schedule is run from exactly one prefix, the one that ends with its last choice
 * that was not made by `withoutNeed`; a run adds a prefix for every choice that it did not take.
 * So no schedule runs twice. A schedule has at least the switches of its prefix, so once all
 * remaining prefixes have n switches, every schedule with fewer has been run.
 */
export class Frontier {
  /** True once prefixes were dropped for having more switches than allowed. */
  isCut = false;

  readonly #maximumSwitches: number;
  /** By number of switches; the lists before `#lowest` are empty. */
  readonly #prefixes: string[][] = [[""]];
  #lowest = 0;
  #taken = 0;

  constructor(maximumSwitches: number) {
    this.#maximumSwitches = maximumSwitches;
  }

  /** The fewest switches of a remaining prefix; undefined if none remains. */
  get switches(): number | undefined {
    while (this.#lowest < this.#prefixes.length) {
      const prefixes = this.#prefixes[this.#lowest];
      if (prefixes !== undefined && this.#taken < prefixes.length) return this.#lowest;
      this.#prefixes[this.#lowest] = [];
      this.#lowest++;
      this.#taken = 0;
    }
    return undefined;
  }

  /** Removes and returns one of the prefixes with the fewest switches. */
  take(): string {
    const switches = this.switches;
    if (switches === undefined) throw new RangeError("No prefix remains.");
    return this.#prefixes[switches]![this.#taken++]!;
  }

  /** Runs the schedule of a prefix, and adds the choices that it does not take after the prefix. */
  schedulerOf(prefix: string): Scheduler {
    return (choices, run) => {
      const position = run.schedule.length;
      if (position < prefix.length) {
        const next = choices.find((choice) => clientLetter(choice) === prefix[position]);
        if (next === undefined) throw notDeterministic(prefix, position);
        return next;
      }
      const chosen = withoutNeed(choices, run);
      for (const choice of choices) {
        if (choice !== chosen)
          this.#add(run.schedule + clientLetter(choice), run.switchesTo(choice));
      }
      if (run.switchesTo(chosen) <= this.#maximumSwitches) return chosen;
      this.isCut = true;
      return undefined;
    };
  }

  #add(prefix: string, switches: number): void {
    if (switches > this.#maximumSwitches) this.isCut = true;
    else (this.#prefixes[switches] ??= []).push(prefix);
  }
}

export function notDeterministic(prefix: string, position: number): UnexplorableStoreError {
  return new UnexplorableStoreError(
    "STORE_NOT_DETERMINISTIC",
    `${prefix} ran before; this time, on a fresh store, step ${position + 1} was not possible. ` +
      "The store depends on something besides its callers: time, chance, or state it shares.",
  );
}
