/** The models of `--model`: what each key of a recorded history is. */
import { messageOf, oneOf } from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import {
  counter,
  parseStrictJson,
  register,
  text,
  type Model,
} from "@sync-strategies/linearizability";

interface KnownModel {
  /** What it may start from, for a message; missing if from anything. */
  readonly startsFrom?: { readonly words: string; readonly fits: (value: unknown) => boolean };
  /** From the value, or else from what it usually starts from. */
  create(this: void, initial: unknown): Model;
}

/** One entry per model. How their operations are written: `operationForms`. */
const models = {
  register: { create: (initial = null) => register(initial) },
  string: {
    startsFrom: { words: "a string", fits: (value) => typeof value === "string" },
    create: (initial) => text(initial as string | undefined),
  },
  counter: {
    startsFrom: { words: "a number", fits: (value) => typeof value === "number" },
    create: (initial) => counter(initial as number | undefined),
  },
} as const satisfies Record<string, KnownModel>;

export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as [ModelName, ...ModelName[]];

/** How the user says what the keys are. */
export interface ModelChoice {
  readonly model?: ModelName | undefined;
  readonly initial?: { readonly value: unknown } | undefined;
}

/** Reads `--model`. */
export const parseModel = oneOf(modelNames);

/** A key's value at first, as JSON. */
export function parseInitial(typed: string): { readonly value: unknown } {
  try {
    return { value: parseStrictJson(typed) };
  } catch (error) {
    throw new InvalidArgumentError(`Give a JSON value: null, 0, '"text"': ${messageOf(error)}.`);
  }
}

/**
 * The model of that name, starting from the value or else from what it usually starts from:
 * nothing, 0 or the empty string.
 *
 * @throws {TypeError} if the model cannot start from that value.
 */
export function modelOf(name: ModelName, initial?: { readonly value: unknown }): Model {
  const { create, startsFrom }: KnownModel = models[name];
  if (initial === undefined) return create(undefined);
  if (startsFrom?.fits(initial.value) === false) {
    const value = JSON.stringify(initial.value);
    throw new TypeError(`a ${name} starts from ${startsFrom.words}, not from ${value}`);
  }
  return create(initial.value);
}
