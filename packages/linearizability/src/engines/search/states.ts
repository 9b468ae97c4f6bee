/** The states that a search has met, by numbers: equal states have one number. */
import { fingerprint, type Fingerprint } from "../../history/fingerprint.ts";
import type { Spending } from "../budget.ts";

export type State = {} | null;

/** About what a state takes in addition to the text of its fingerprint, in bytes. */
const STATE_BYTES = 100;

export class States {
  readonly #spending: Spending;
  readonly #states: State[] = [];
  readonly #numbers = new Map<Fingerprint, number>();
  #bytes = 0;

  constructor(spending: Spending) {
    this.#spending = spending;
  }

  get count(): number {
    return this.#states.length;
  }

  at(number: number): State {
    return this.#states[number] ?? null;
  }

  numberOf(state: State): number {
    const print = fingerprint(state);
    let number = this.#numbers.get(print);
    if (number === undefined) {
      number = this.#states.push(state) - 1;
      this.#numbers.set(print, number);
      const bytes = STATE_BYTES + (typeof print === "string" ? 2 * print.length : 0);
      this.#bytes += bytes;
      this.#spending.require(bytes);
    }
    return number;
  }

  release(): void {
    this.#spending.giveBack(this.#bytes);
    this.#bytes = 0;
  }
}
