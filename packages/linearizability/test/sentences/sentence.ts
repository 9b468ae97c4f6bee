/**
 * Sentences read by their forms. A form is all the words of a sentence, with blanks for what
 * differs, and says when such a sentence is true. So nothing that is said goes unread.
 */
import type { Model, Operation } from "@sync-strategies/linearizability";
import { everyOrder, type Placed } from "../every-order.ts";
import { DEED, VALUE, wordsFor } from "../explanation-reader.ts";

/** D stands for what an operation did, V for a value, C for a client, and N for a number. */
export type Form = readonly [words: string, isTrue: (told: Told, ...blanks: string[]) => boolean];

const BLANKS: Record<string, string> = {
  D: `(${DEED})`,
  V: `(${VALUE})`,
  C: String.raw`client (\d+)`,
  N: String.raw`(\d+)`,
};

/** The form's blanks as the text fills them, or `undefined` if the text has another form. */
export function blanksOf(words: string, text: string): string[] | undefined {
  const pattern = words.replaceAll(/\b[DVCN]\b/g, (blank) => BLANKS[blank]!);
  const match = new RegExp(`^${pattern}$`).exec(text);
  return match === null ? undefined : match.slice(1).map((blank) => blank ?? "");
}

/** What a sentence tells, held against the history of its key. */
export class Told {
  readonly history: readonly Operation[];
  readonly model: Model;

  constructor(history: readonly Operation[], model: Model) {
    this.history = history;
    this.model = model;
  }

  /** Whether some of the operations with these words fit. */
  some(deeds: readonly string[], fits: (...operations: Operation[]) => boolean): boolean {
    const choose = (chosen: readonly Operation[]): boolean => {
      if (chosen.length === deeds.length) return fits(...chosen);
      return this.history.some(
        (one) =>
          !chosen.includes(one) &&
          wordsFor(one)[0] === deeds[chosen.length] &&
          choose([...chosen, one]),
      );
    };
    return choose([]);
  }

  /** All orders, whatever the time, that give the read its result; other reads are left out. */
  ordersFor(read: Operation, without: readonly Operation[] = []): (readonly Placed[])[] {
    const orders: (readonly Placed[])[] = [];
    const others = this.history.filter(
      (one) => one === read || (this.model.isRead?.(one) !== true && !without.includes(one)),
    );
    const step = (state: {} | null, one: Operation): {} | null | undefined =>
      this.model.step(state, one);
    everyOrder(others, step, this.model.initial, (order) => orders.push(order), []);
    return orders;
  }
}

export function isBefore(one: Operation, other: Operation): boolean {
  return (one.returned ?? Infinity) < other.called;
}
