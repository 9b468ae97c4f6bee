/** The models of `--model`: what each key of a recorded history is. */
import { messageOf, oneOf } from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import {
  counter,
  lock,
  log,
  operationForms,
  parseStrictJson,
  queue,
  register,
  set,
  text,
  type Model,
  type OperationForm,
} from "@sync-strategies/linearizability";

interface KnownModel {
  /** What it may start from, for a message; missing if from anything. */
  readonly startsFrom?: { readonly words: string; readonly fits: (value: unknown) => boolean };
  /** From the value, or else from what it usually starts from. */
  create(this: void, initial: unknown): Model;
}

const array = { words: "an array", fits: Array.isArray };

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
  log: { startsFrom: array, create: (initial) => log(initial as readonly unknown[] | undefined) },
  set: { startsFrom: array, create: (initial) => set(initial as readonly unknown[] | undefined) },
  queue: {
    startsFrom: array,
    create: (initial) => queue(initial as readonly unknown[] | undefined),
  },
  lock: {
    startsFrom: { words: "null: it is free", fits: (value) => value === null },
    create: () => lock(),
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

/** Each model's operations, as a history writes them: a line per operation. */
export function describeModels(): string {
  return modelNames
    .flatMap((model) =>
      Object.entries<OperationForm>(operationForms[model]).map(([name, form], index) => {
        const heading = (index === 0 ? model : "").padEnd(10);
        return `  ${heading}${name.padEnd(12)}${valuesOf(form)}`;
      }),
    )
    .join("\n");
}

function valuesOf({ input, output, ...form }: OperationForm): string {
  const { hasApplied = false, mayHaveApplied = false, isOutputOptional = false } = form;
  const given = input?.words ?? "nothing";
  if (hasApplied || mayHaveApplied) return `${given}, then "applied": true or false, or nothing`;
  if (output === undefined) return given;
  return `${given}, then ${output.words}${isOutputOptional ? ", or nothing" : ""}`;
}
