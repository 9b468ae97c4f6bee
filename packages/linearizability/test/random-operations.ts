/**
 * Small histories of any model, drawn at random, right and wrong ones: operations carried out at
 * some moment between call and return, some results tampered with, some returns unseen, some
 * operations refused without effect.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { Model, Operation } from "@sync-strategies/linearizability";
import { isSameData } from "./brute-force.ts";

export type Lot = (below: number) => number;

/** How often a client asks in vain before it gives up: its operation stays unfinished. */
const PATIENCE = 20;

/** How to draw an operation, and what it does. */
export interface Kind<State> {
  readonly initial: State;
  draw(lot: Lot): Pick<Operation, "name" | "input">;
  /**
   * The new state and the output, if it has one. Undefined if the operation cannot take effect in
   * this state.
   */
  apply(state: State, operation: Request): readonly [State, unknown] | undefined;
  /** Whether it matters which client an operation is of. */
  readonly isByClient?: boolean;
  /** Optional: what it does instead, now and then, where the object is broken. */
  err?(state: State, operation: Request): readonly [State, unknown] | undefined;
  /** Some output that it might have had. */
  tamper(operation: Request, output: unknown, lot: Lot): unknown;
}

export type Request = Pick<Operation, "name" | "input" | "client">;

export interface RandomHistory {
  /** What took effect, or may have. */
  readonly operations: readonly Operation[];
  /** What certainly did not: each by a client that does nothing else. */
  readonly failed: readonly Operation[];
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

interface Running {
  readonly operation: Writable<Operation>;
  isApplied: boolean;
  patience: number;
}

const MOST_KEYS = 2;
const MOST_OPERATIONS = 8;

/** Clients from this number on have one operation, which fails. */
const FIRST_FAILING_CLIENT = 100;

export function lotOf(generator: RandomGenerator): Lot {
  return (below) => uniformInt(generator, 0, below - 1);
}

export function randomHistoryOf<State>(kind: Kind<State>, lot: Lot): RandomHistory {
  const clients = 2 + lot(3);
  const faults = lot(3);
  const states = new Map<string, State>();
  const [operations, failed]: Writable<Operation>[][] = [[], []];
  const running: (Running | undefined)[] = Array.from({ length: clients });
  let [remaining, events] = [2 + lot(MOST_OPERATIONS - 1), 0];
  const keys = 1 + lot(MOST_KEYS);
  const numbers = Array.from({ length: clients }, (_, client) => client);
  let nextNumber = clients;
  // After an unknown outcome a client mostly goes on under a new number.
  const leave = (client: number): void => {
    running[client] = undefined;
    if (kind.isByClient === true && lot(4) > 0) numbers[client] = nextNumber++;
  };
  while (remaining > 0 || running.some((one) => one !== undefined)) {
    const client = lot(clients);
    const one = running[client];
    if (one === undefined) {
      if (remaining-- <= 0) continue;
      const key = String(lot(keys));
      const operation = { client: numbers[client]!, key, ...kind.draw(lot), called: ++events };
      if (lot(16) === 0) {
        const failing = FIRST_FAILING_CLIENT + failed!.length;
        failed!.push({ ...operation, client: failing, returned: ++events });
        continue;
      }
      operations!.push(operation);
      running[client] = { operation, isApplied: false, patience: PATIENCE };
    } else if (!one.isApplied) {
      const { operation } = one;
      const before = states.get(operation.key) ?? kind.initial;
      const done =
        kind.err !== undefined && faults > 0 && lot(4) === 0
          ? kind.err(before, operation)
          : kind.apply(before, operation);
      if (done === undefined) {
        if (one.patience-- === 0) leave(client);
        // A fault is an operation that returns though it must wait, an effect that does not
        // happen, or a wrong result.
        else if (faults > 0 && lot(8) === 0) one.isApplied = true;
        continue;
      }
      one.isApplied = true;
      const [after, output] = done;
      if (faults < 2 || lot(6) > 0) states.set(operation.key, after);
      const isWrong = faults > 0 && lot(6) === 0;
      operation.output = isWrong ? kind.tamper(operation, output, lot) : output;
    } else {
      const { operation } = one;
      if (lot(6) > 0) {
        running[client] = undefined;
        operation.returned = ++events;
        continue;
      }
      leave(client);
      // Of unfinished updates the outcome is mostly known.
      if (operation.name !== "update" || lot(4) === 0) delete operation.output;
    }
  }
  return { operations: operations!, failed: failed! };
}

/**
 * The kind as a model: the definition that the models of the package are compared with. It has
 * nothing that makes checking faster.
 */
export function definitionOf<State extends {} | null>(kind: Kind<State>): Model<State> {
  return {
    name: "definition",
    initial: kind.initial,
    step(state, operation) {
      const done = kind.apply(state, operation);
      if (done === undefined) return undefined;
      const [after, output] = done;
      const isSeen = operation.returned !== undefined || operation.output !== undefined;
      const mayDiffer = output === undefined || !isSeen;
      return mayDiffer || isSameData(output, operation.output) ? after : undefined;
    },
  };
}

/** Makes events coincide, by dividing their numbers by a random divisor and rounding down. */
export function withTies({ operations, failed }: RandomHistory, lot: Lot): RandomHistory {
  const divisor = 1 + lot(4);
  const coarse = (event: number): number => Math.floor(event / divisor);
  return { operations: atTimes(operations, coarse), failed: atTimes(failed, coarse) };
}

/** The same operations at other times. */
export function atTimes(
  operations: readonly Operation[],
  timeOf: (event: number) => number,
): Operation[] {
  return operations.map((operation) => {
    const called = timeOf(operation.called);
    if (operation.returned === undefined) return { ...operation, called };
    return { ...operation, called, returned: timeOf(operation.returned) };
  });
}
