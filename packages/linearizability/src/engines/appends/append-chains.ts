/**
 * Histories of objects that grow by appends, as histories of a register, in linear time.
 *
 * A content that was read is a chain of states: what it began with, that and the first append, that
 * and the second, and so on. Where it is known which operation made each of these states, a read
 * is the read of a state, an append that a read shows is an update from one state to the next, and
 * a write begins a chain, as the initial content does. No state is left twice. An append or a write
 * that no read shows leaves a state that was never read: it is a blind write, and has its place
 * after the initial chain, before, between or after the others, never inside one, since the reads
 * of the chain would show it. So the history is one of a register whose written values are all
 * different, and zones decide it. An unfinished operation took effect if a read shows it; if none
 * does, it may as well be left out.
 */
import { returnOf, type Operation } from "../../history/operation.ts";
import { ColumnsBuilder } from "../../history/columns-builder.ts";
import { Kind, type HistoryColumns } from "../../history/columns.ts";
import { UNWRITTEN } from "../../history/values.ts";
import type { AssignedAppends } from "./assign-appends.ts";
import { startOf } from "../zones/zones-order.ts";
import { checkZones, type ZoneViolation } from "../zones/zones.ts";

/** No row, no chain. */
export const NONE = -1;

/** Instead of a chain: the operation changes nothing, and fits anywhere. */
export const IDLE = -2;

/** Which operation made each state, by chains. The first chain is that of the initial content. */
export interface Chain {
  /** The row of the write that began it; {@link NONE} for the initial content. */
  readonly writer: number;
  /** The rows of its appends, in order. */
  readonly appends: readonly number[];
}

/** The operations of one object, with the place that each has in a chain. */
export class AppendChains {
  readonly operations: readonly Operation[];
  readonly chains: readonly Chain[];
  /** The chain of each row; NONE if it was not observed, IDLE if there is nothing to observe. */
  readonly chainOf: Int32Array;
  /** How many appends of the chain the state has that the row reads or leaves. */
  readonly placeOf: Int32Array;

  readonly #twins: ReadonlySet<number>;
  /** Whether a violation may be due to a guess. */
  readonly isGuessed: boolean;

  /**
   * @param operations ranked, in the order of their calls.
   * @param assigned how appends were told apart from equal ones.
   */
  constructor(
    operations: readonly Operation[],
    chains: readonly Chain[],
    { twins, isGuessed }: Pick<AssignedAppends, "twins" | "isGuessed">,
  ) {
    this.operations = operations;
    this.#twins = twins;
    this.isGuessed = isGuessed;
    this.chains = chains;
    this.chainOf = new Int32Array(operations.length).fill(NONE);
    this.placeOf = new Int32Array(operations.length);
    for (const [chain, { writer, appends }] of chains.entries()) {
      if (writer !== NONE) this.place(writer, chain, 0);
      for (const [place, row] of appends.entries()) this.place(row, chain, place + 1);
    }
  }

  place(row: number, chain: number, place: number): void {
    this.chainOf[row] = chain;
    this.placeOf[row] = place;
  }

  check(): ZoneViolation | undefined {
    return checkZones(this.#columns());
  }

  /**
   * Whether the violation rests on telling twins apart: the twin that it blames may be the wrong
   * one, although one of them is to blame.
   */
  blamesTwin(violation: ZoneViolation): boolean {
    return Object.values(violation).some((row) => typeof row === "number" && this.#twins.has(row));
  }

  /**
   * An order that explains the history, if {@link check} found no violation: the initial chain, and
   * the others by the starts of their zones, as `zones-order.ts` proves.
   */
  order(): Operation[] {
    const [initial = [], ...others] = this.#groups();
    const sorted = others
      .map((operations) => ({ operations, start: startOf(operations) }))
      .toSorted((one, other) => one.start - other.start);
    return this.#withIdle([...initial, ...sorted.flatMap(({ operations }) => operations)]);
  }

  /** For each chain its operations in order, and each unobserved one that returned as a chain. */
  #groups(): Operation[][] {
    const groups: number[][] = this.chains.map(() => []);
    for (const [row, { returned }] of this.operations.entries()) {
      const chain = this.chainOf[row] ?? NONE;
      if (chain >= 0) groups[chain]?.push(row);
      else if (chain === NONE && returned !== undefined) groups.push([row]);
    }
    const isRead = (row: number): number => Number(this.operations[row]?.name === "read");
    return groups.map((rows) =>
      rows
        .toSorted(
          (one, other) =>
            this.placeOf[one]! - this.placeOf[other]! || isRead(one) - isRead(other) || one - other,
        )
        .map((row) => this.operations[row]!),
    );
  }

  /** Adds what changes nothing, each behind all that had returned when it was called. */
  #withIdle(order: readonly Operation[]): Operation[] {
    const idle = this.operations.filter((operation, row) => {
      return operation.returned !== undefined && this.chainOf[row] === IDLE;
    });
    if (idle.length === 0) return [...order];
    // Of all that is at this place or behind it, the first return.
    const firstReturns = new Float64Array(order.length + 1).fill(Infinity);
    for (let place = order.length - 1; place >= 0; place--) {
      firstReturns[place] = Math.min(firstReturns[place + 1]!, returnOf(order[place]!));
    }
    const all: Operation[] = [];
    let next = 0;
    for (let place = 0; place <= order.length; place++) {
      for (; next < idle.length && idle[next]!.called < firstReturns[place]!; next++) {
        all.push(idle[next]!);
      }
      if (place < order.length) all.push(order[place]!);
    }
    return all;
  }

  #columns(): HistoryColumns {
    const { operations, chains, chainOf, placeOf } = this;
    // The first state of each chain; that of the initial one is the unwritten value.
    const firstStates: number[] = [];
    let states = UNWRITTEN;
    for (const { appends } of chains) {
      firstStates.push(states);
      states += appends.length + 1;
    }
    const columns = new ColumnsBuilder(operations.length);
    for (const [row, { client, name, called, returned }] of operations.entries()) {
      columns.add(client, 0, 0, called);
      if (returned !== undefined) columns.finish(row, returned);
      const chain = chainOf[row] ?? NONE;
      // An unfinished read says nothing, and what changes nothing fits anywhere.
      if (chain === IDLE || (chain === NONE && name === "read")) {
        columns.put(row, Kind.noEffect, UNWRITTEN, UNWRITTEN);
        continue;
      }
      const state = chain === NONE ? states++ : (firstStates[chain] ?? 0) + (placeOf[row] ?? 0);
      if (name === "read") columns.put(row, Kind.read, state, UNWRITTEN);
      else if (chain === NONE || name === "write") columns.put(row, Kind.write, UNWRITTEN, state);
      else columns.put(row, Kind.update, state - 1, state);
    }
    return columns.columns();
  }
}
