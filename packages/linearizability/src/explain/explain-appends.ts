/**
 * Turns a violation that zones found among appends, reads and writes into a witness and a sentence.
 *
 * The zones speak of states and updates, the sentences do not: an append was observed by a read that
 * shows it, and wherever the proof needs that, the sentence names the read.
 */
import { NONE, type AppendChains } from "../engines/appends/append-chains.ts";
import type { ZoneViolation } from "../engines/zones/zones.ts";
import { clientOf, type Operation } from "../history/operation.ts";
import { fingerprint } from "../history/fingerprint.ts";
import { capital, describeKey, describeOperation, describeValue } from "./describe-operation.ts";
import { makeWitness, type Explanation, type OperationOrder } from "./witness.ts";

/** What is contradicted, by rows: its rule, a sentence, and the orders that cannot all hold. */
interface Claim {
  readonly rule: string;
  readonly sentence: string;
  readonly orders: readonly RowOrder[];
}

type RowOrder = readonly [before: number, after: number, because: OperationOrder["because"]];

export interface AppendWords {
  /** What the object held at first. */
  readonly initial: unknown;
  /**
   * What it takes to know which operations made what was read: nothing more, or what was read in
   * between.
   */
  readonly needs: "nothing" | "contents";
}

export function explainAppends(
  chains: AppendChains,
  violation: ZoneViolation,
  words: AppendWords,
): Explanation {
  return new AppendExplanation(chains, words).explain(violation);
}

class AppendExplanation {
  readonly #chains: AppendChains;
  readonly #operations: readonly Operation[];
  readonly #initial: unknown;
  readonly #needs: AppendWords["needs"];

  constructor(chains: AppendChains, { initial, needs }: AppendWords) {
    this.#chains = chains;
    this.#operations = chains.operations;
    this.#initial = initial;
    this.#needs = needs;
  }

  explain(violation: ZoneViolation): Explanation {
    const { rule, sentence, orders } = this.#claim(violation);
    const rows = [...new Set(orders.flatMap(([before, after]) => [before, after]))];
    return {
      explanation: `${capital(sentence)}.`,
      witness: makeWitness({
        rule,
        key: this.#at(rows[0] ?? 0).key,
        initial: this.#initial,
        operations: rows.map((row) => this.#at(row)),
        context: this.#contextOf(rows).map((row) => this.#at(row)),
        orders: orders.map(([before, after, because]) => {
          return { before: this.#at(before), after: this.#at(after), because };
        }),
      }),
    };
  }

  #claim(violation: ZoneViolation): Claim {
    switch (violation.rule) {
      case "wrong-order":
        return this.#wrongOrder(violation.earlier, violation.later);
      case "stale-initial-value":
        return this.#beforeInitial(violation.fresh, violation.stale);
      case "interleaved":
        return this.#interleaved(violation);
      default:
        // Each state has one operation that made it, and chains are no circles.
        throw new Error(`No history of appends breaks the rule ${violation.rule}.`);
    }
  }

  /** `later` had returned when `earlier` was called, which comes first in their chain. */
  #wrongOrder(earlier: number, later: number): Claim {
    const rule = "wrong-order";
    const [one, other] = [this.#at(earlier), this.#at(later)];
    const time: RowOrder = [later, earlier, "time"];
    if (other.name === "read") {
      if (one.name === "read") {
        return {
          rule: "stale-read",
          sentence:
            `${this.#did(earlier)} after ${this.#did(later)}, which shows more: ` +
            `${this.#missing(earlier, later)} had been appended by then`,
          orders: [time, [earlier, later, (a, b) => `${b} shows more than ${a}`]],
        };
      }
      return {
        rule,
        sentence:
          `${this.#did(later)}, which shows ${this.#input(earlier)}, before ` +
          `${clientOf(one)} began to ${one.name} it`,
        orders: [time, [earlier, later, (a, b) => `${b} shows what ${a} ${past(one)}`]],
      };
    }
    if (one.name === "read") return this.#lostAppend(later, earlier);
    const observer = this.#observerOf(later);
    return {
      rule,
      sentence:
        `${this.#did(observer)}, which shows ${this.#input(earlier)} before ` +
        `${this.#input(later)}, although ${clientOf(other)} had ${past(other)} the latter ` +
        `before ${clientOf(one)} began to ${one.name} the former`,
      orders: [
        time,
        [earlier, later, (a, b) => `what ${a} ${past(one)} comes before what ${b} ${past(other)}`],
        [later, observer, (a, b) => `${b} shows what ${a} ${past(other)}`],
      ],
    };
  }

  /** `lost` had returned when `reader` was called, which does not show it. */
  #lostAppend(lost: number, reader: number): Claim {
    const observer = this.#chains.chainOf[lost] === NONE ? undefined : this.#observerOf(lost);
    // Only a write could have taken it away.
    const needed = this.#hasWrites ? observer : undefined;
    const seen = needed === undefined ? "" : `, as ${this.#did(needed)} shows`;
    return {
      rule: "lost-append",
      sentence:
        `${this.#did(reader)} after ${clientOf(this.#at(lost))} had appended ` +
        `${this.#input(lost)}${seen}, which is missing` +
        this.#withoutWrite(reader),
      orders: [
        [lost, reader, "time"],
        [reader, lost, (a, b) => `${a} does not show what ${b} appended`],
        ...(needed === undefined
          ? []
          : [[lost, needed, (a: string, b: string) => `${b} shows what ${a} appended`] as const]),
      ],
    };
  }

  /** `stale` belongs to the initial chain, `fresh` does not, and had returned when it was called. */
  #beforeInitial(fresh: number, stale: number): Claim {
    const [one, other] = [this.#at(fresh), this.#at(stale)];
    const isLost = one.name === "append" && this.#chains.chainOf[fresh] === NONE;
    if (isLost && other.name === "read") return this.#lostAppend(fresh, stale);
    const observer = other.name === "read" ? stale : this.#observerOf(stale);
    const time: RowOrder = [fresh, stale, "time"];
    const shown: RowOrder[] =
      observer === stale ? [] : [[stale, observer, (a, b) => `${b} shows what ${a} appended`]];
    if (isLost) {
      return {
        rule: "lost-append",
        sentence:
          `${this.#did(observer)}, which shows ${this.#input(stale)} and not ` +
          `${this.#input(fresh)}, although ${clientOf(one)} ` +
          `had appended ${this.#input(fresh)} before ${clientOf(other)} began to append ` +
          `${this.#input(stale)}${this.#withoutWrite(observer)}`,
        orders: [
          time,
          [observer, fresh, (a, b) => `${a} does not show what ${b} appended`],
          ...shown,
        ],
      };
    }
    const evidence = this.#evidenceOf(fresh);
    return {
      rule: "stale-initial-value",
      sentence:
        `${this.#didSeen(stale)} after ${this.#didSeen(fresh)}, although the text ` +
        `${describeValue(this.#at(observer).output)} goes back to the initial ` +
        `${describeValue(this.#initial)} without a write`,
      orders: [
        time,
        [stale, fresh, (a, b) => `the text of ${a} is the initial one, that of ${b} is not`],
        ...shown,
        ...evidence,
      ],
    };
  }

  #interleaved(violation: Extract<ZoneViolation, { rule: "interleaved" }>): Claim {
    const { firstReturned, firstCalled, secondReturned, secondCalled } = violation;
    const rows = [firstReturned, firstCalled, secondReturned, secondCalled];
    const evidence = [...new Set(rows)].flatMap((row) => this.#evidenceOf(row));
    const times: RowOrder[] = [
      [firstReturned, secondCalled, "time"],
      [secondReturned, firstCalled, "time"],
    ];
    const isSecondAlone = secondReturned === secondCalled;
    if (isSecondAlone || firstReturned === firstCalled) {
      const between = isSecondAlone ? secondReturned : firstReturned;
      const [before, after] = isSecondAlone
        ? [firstReturned, firstCalled]
        : [secondReturned, secondCalled];
      return {
        rule: "interleaved",
        sentence:
          `${this.#didSeen(between)} after ${this.#didSeen(before)} and before ` +
          `${this.#didSeen(after)}, but the latter two belong to one text, which goes back to ` +
          `one write (${this.#writerOf(before)}) with nothing else in between`,
        orders: [
          ...times,
          [before, after, (a, b) => `the text of ${b} goes on where that of ${a} ends`],
          ...evidence,
        ],
      };
    }
    return {
      rule: "interleaved",
      sentence:
        "each of two texts would have to be older than the other: " +
        `${this.#didSeen(firstReturned)} before ${this.#didSeen(secondCalled)}, but ` +
        `${this.#didSeen(secondReturned)} before ${this.#didSeen(firstCalled)}; one text goes ` +
        `back to one write (${this.#writerOf(firstReturned)}), the other to another ` +
        `(${this.#writerOf(secondReturned)})`,
      orders: [...times, ...evidence],
    };
  }

  #writerOf(row: number): string {
    const { chains, chainOf } = this.#chains;
    return describeOperation(this.#at(chains[chainOf[row] ?? NONE]!.writer));
  }

  /** The read that shows a row, if it needs one, as an order. */
  #evidenceOf(row: number): RowOrder[] {
    if (this.#at(row).name === "read" || this.#chains.chainOf[row] === NONE) return [];
    const observer = this.#observerOf(row);
    return [[row, observer, (a, b) => `${b} shows what ${a} ${past(this.#at(row))}`]];
  }

  #didSeen(row: number): string {
    const [evidence] = this.#evidenceOf(row);
    if (evidence === undefined) return this.#did(row);
    const [, observer] = evidence;
    return `${this.#did(row)} (${this.#did(observer)})`;
  }

  /** The shortest read of the chain that shows what the row left. */
  #observerOf(row: number): number {
    const { chainOf, placeOf } = this.#chains;
    let shortest = NONE;
    for (const [reader, { name }] of this.#operations.entries()) {
      if (name !== "read" || chainOf[reader] !== chainOf[row]) continue;
      if (placeOf[reader]! < placeOf[row]!) continue;
      if (shortest === NONE || placeOf[reader]! < placeOf[shortest]!) shortest = reader;
    }
    return shortest;
  }

  /**
   * All that the shown reads show, all appends of the same, and what the object held in between:
   * so that these operations by themselves are a violation.
   */
  #contextOf(rows: readonly number[]): number[] {
    const { chains, chainOf, placeOf } = this.#chains;
    const furthest = new Map<number, number>();
    for (const row of rows) {
      const chain = chainOf[row] ?? NONE;
      if (chain !== NONE) furthest.set(chain, Math.max(furthest.get(chain) ?? 0, placeOf[row]!));
    }
    const context: number[] = [];
    const inputs = new Set<unknown>();
    for (const [index, place] of furthest) {
      const { writer, appends } = chains[index]!;
      if (writer !== NONE) context.push(writer);
      for (const row of appends.slice(0, place)) inputs.add(fingerprint(this.#at(row).input));
    }
    for (const [row, { name, input }] of this.#operations.entries()) {
      const place = furthest.get(chainOf[row] ?? NONE) ?? NONE;
      const isBetween = name === "read" && this.#needs === "contents" && placeOf[row]! <= place;
      if (isBetween || (name === "append" && inputs.has(fingerprint(input)))) context.push(row);
    }
    return context;
  }

  /** What `later` shows and `earlier` does not, first. */
  #missing(earlier: number, later: number): string {
    const { chains, chainOf, placeOf } = this.#chains;
    const { appends } = chains[chainOf[later] ?? 0]!;
    return this.#input(appends[placeOf[earlier]!] ?? later);
  }

  #withoutWrite(reader: number): string {
    if (!this.#hasWrites) return "";
    const { writer } = this.#chains.chains[this.#chains.chainOf[reader] ?? 0]!;
    const start =
      writer === NONE ? "the initial text" : `what ${describeOperation(this.#at(writer))}`;
    return `; what was read goes back to ${start} without a further write`;
  }

  get #hasWrites(): boolean {
    return this.#operations.some(({ name }) => name === "write");
  }

  #input(row: number): string {
    return describeValue(this.#at(row).input);
  }

  #did(row: number): string {
    const operation = this.#at(row);
    const preposition = operation.name === "read" ? "from" : "to";
    return describeOperation(operation) + describeKey(preposition, operation.key);
  }

  #at(row: number): Operation {
    return this.#operations[row]!;
  }
}

function past({ name }: Operation): string {
  return name === "write" ? "wrote" : "appended";
}
