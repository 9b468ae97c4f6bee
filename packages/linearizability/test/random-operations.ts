/**
 * Small histories of any model, drawn at random, right and wrong ones: operations carried out at
 * some moment between call and return, some results tampered with, some returns unseen.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { Operation } from "@sync-strategies/linearizability";

export type Lot = (below: number) => number;

/** How to draw an operation, and how to carry it out: returns the new state and the output. */
export interface Kind<State> {
  readonly initial: State;
  draw(lot: Lot): Pick<Operation, "name" | "input">;
  apply(state: State, operation: Pick<Operation, "name" | "input">): [State, unknown];
  /** Some output that it might have had. */
  tamper(operation: Pick<Operation, "name" | "input">, output: unknown, lot: Lot): unknown;
}

export interface Shape {
  readonly keys: number;
  readonly most: number;
}

export function randomOperations<State>(
  generator: RandomGenerator,
  kind: Kind<State>,
  { keys, most }: Shape = { keys: 2, most: 8 },
): Operation[] {
  const lot: Lot = (below) => uniformInt(generator, 0, below - 1);
  const clients = 2 + lot(3);
  const faults = lot(3);
  const states = new Map<string, State>();
  const history: { -readonly [Field in keyof Operation]: Operation[Field] }[] = [];
  const running: ({ operation: (typeof history)[number]; applied: boolean } | undefined)[] =
    Array.from({ length: clients });
  let [remaining, events] = [2 + lot(most - 1), 0];
  const keyCount = 1 + lot(keys);
  while (remaining > 0 || running.some((one) => one !== undefined)) {
    const client = lot(clients);
    const one = running[client];
    if (one === undefined) {
      if (remaining-- <= 0) continue;
      const key = String(lot(keyCount));
      const operation = { client, key, ...kind.draw(lot), called: ++events };
      history.push(operation);
      running[client] = { operation, applied: false };
    } else if (!one.applied) {
      one.applied = true;
      const state = states.get(one.operation.key) ?? kind.initial;
      const [after, output] = kind.apply(state, one.operation);
      // A fault is an effect that does not happen, or a wrong result.
      if (faults < 2 || lot(6) > 0) states.set(one.operation.key, after);
      const wrong = faults > 0 && lot(6) === 0;
      one.operation.output = wrong ? kind.tamper(one.operation, output, lot) : output;
    } else {
      running[client] = undefined;
      if (lot(6) > 0) one.operation.returned = ++events;
      else if (one.operation.name !== "update") delete one.operation.output;
    }
  }
  return history;
}
