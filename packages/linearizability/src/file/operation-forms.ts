/**
 * How the operations of each model are written in a history: what a call is given, and what comes
 * back. An operation that gives nothing back may repeat its input in the line that completes it.
 */

/** What a value may be, and the words for it in a message. */
export interface ValueForm {
  readonly words: string;
  /** Decides by the type of the value alone, or by the length of an array. */
  readonly fits: (value: unknown) => boolean;
}

export interface OperationForm {
  /** Missing if a call is given nothing. */
  readonly input?: ValueForm;
  /** Missing if nothing comes back. */
  readonly output?: ValueForm;
  /** Whether it may also come back without a word. */
  readonly isOutputOptional?: boolean;
  /** Whether the field `applied` of the line that completes it says what came back. */
  readonly hasApplied?: boolean;
  /** The same, where that line may also say nothing of it. */
  readonly mayHaveApplied?: boolean;
  /** Whether it may be known what comes back although the call was not seen to return. */
  readonly infoHasOutput?: boolean;
}

/** The operations of a model, by their names. */
export type OperationForms = Readonly<Record<string, OperationForm>>;

const anything: ValueForm = { words: "any JSON value", fits: () => true };
const number: ValueForm = {
  words: "a number",
  fits: (value) => typeof value === "number" && Number.isFinite(value),
};
const string: ValueForm = { words: "a string", fits: (value) => typeof value === "string" };
const boolean: ValueForm = {
  words: "true or false",
  fits: (value) => typeof value === "boolean",
};
const array: ValueForm = { words: "an array", fits: Array.isArray };
const pairOf = (first: string, second: string): ValueForm => ({
  words: `[${first}, ${second}]`,
  fits: (value) => Array.isArray(value) && value.length === 2,
});
/** What a read of an object gives that was never written, too. */
const orNull = ({ words, fits }: ValueForm): ValueForm => ({
  words: `${words} or null`,
  fits: (value) => value === null || fits(value),
});

const cas: OperationForm = { input: pairOf("expected", "next"), hasApplied: true };
const update: OperationForm = { output: pairOf("before", "after"), infoHasOutput: true };

/** By the models' names. */
export const operationForms = {
  register: { read: { output: anything }, write: { input: anything }, cas, update },
  counter: { read: { output: orNull(number) }, add: { input: number } },
  string: {
    read: { output: orNull(string) },
    write: { input: string },
    append: { input: string },
  },
  log: { read: { output: orNull(array) }, append: { input: anything } },
  set: {
    read: { output: orNull(array) },
    add: { input: anything, mayHaveApplied: true },
    remove: { input: anything, mayHaveApplied: true },
    contains: { input: anything, output: boolean },
  },
  queue: { enqueue: { input: anything }, dequeue: { output: anything } },
  lock: {
    acquire: { output: boolean, isOutputOptional: true },
    tryAcquire: { output: boolean },
    release: { output: boolean, isOutputOptional: true },
  },
} as const satisfies Record<string, OperationForms>;

/** Of a history whose model is not known: the words that mean one thing, whatever the model. */
export const commonForms: OperationForms = {
  ...operationForms.register,
  add: operationForms.counter.add,
  append: operationForms.string.append,
};
