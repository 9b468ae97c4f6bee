/** The models of `--model`: what each key of a recorded history is. */
import { oneOf } from "@sync-strategies/command-kit";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { counter, register, text, type Model } from "@sync-strategies/linearizability";

export const modelNames = ["register", "string", "counter"] as const;
export type ModelName = (typeof modelNames)[number];

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
    return { value: JSON.parse(typed) as unknown };
  } catch {
    throw new InvalidArgumentError(`Give a JSON value: null, 0, '"text"'.`);
  }
}

/**
 * The model of that name, starting from the value or else from what it usually starts from:
 * nothing, 0 or the empty string.
 *
 * @throws {TypeError} if the model cannot start from that value.
 */
export function modelOf(name: ModelName, initial?: { readonly value: unknown }): Model {
  switch (name) {
    case "register":
      return register(initial?.value ?? null);
    case "counter":
      if (initial === undefined) return counter();
      if (typeof initial.value !== "number") throw unfit(name, "a number", initial.value);
      return counter(initial.value);
    case "string":
      if (initial === undefined) return text();
      if (typeof initial.value !== "string") throw unfit(name, "a string", initial.value);
      return text(initial.value);
  }
}

function unfit(name: string, wanted: string, value: unknown): TypeError {
  return new TypeError(`a ${name} starts from ${wanted}, not from ${JSON.stringify(value)}`);
}
