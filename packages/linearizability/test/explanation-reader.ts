/**
 * Reads an explanation as a person does: the sentence, and the lines of the drawing. It knows the
 * words, and nothing of how they were found.
 */
import type { Operation } from "@sync-strategies/linearizability";

/** What the text claims. Operations are in words, as the text has them. */
export interface Reading {
  /** The sentence without its key and its capital. */
  readonly text: string;
  /** Everything that the sentence says an operation did: "client 4 read 3". */
  readonly named: readonly string[];
  /** Pairs of which the first had returned when the second was called. */
  readonly inTime: readonly (readonly [before: string, after: string])[];
  /** "could only have found 1, 2 or 3". */
  readonly expected: readonly string[] | undefined;
  /** "it cannot have held 1 again". */
  readonly gone: string | undefined;
  /** "it held at least 5". */
  readonly limit: { readonly most: boolean; readonly sum: number } | undefined;
  /** "a value that was never written". */
  readonly neverWritten: boolean;
  /** A state, and when it was; `undefined` if nothing is said of it. */
  readonly held: { readonly value: string; readonly when: string } | undefined;
  /** What is drawn, by its letter. */
  readonly drawn: ReadonlyMap<string, string>;
  readonly undrawn: number;
  readonly orders: readonly {
    readonly before: string;
    readonly after: string;
    readonly isTime: boolean;
    readonly ifAtAll: boolean;
  }[];
}

export const VALUE = String.raw`(?:"[^"]*"|\[\S*\]|\{[^}]*\}|-?\d+(?:\.\d+)?|nothing)(?: \(\d+ (?:characters|items)\))?`;

const ACTION = [
  `read ${VALUE}`,
  `wrote ${VALUE}`,
  `added ${VALUE}(?: anew)?`,
  `removed ${VALUE}`,
  `found no ${VALUE} to remove`,
  `found ${VALUE}(?: there when adding it)?`,
  `looked for ${VALUE}(?: in vain)?`,
  `appended ${VALUE}`,
  `updated ${VALUE} to ${VALUE}`,
  `replaced ${VALUE} by ${VALUE}`,
  `found something other than ${VALUE}`,
  `enqueued ${VALUE}`,
  `dequeued ${VALUE}`,
  "found the queue empty",
  "(?:acquired|released|asked for|was refused|gave up waiting for|began to release) the lock",
  "was not allowed to release the lock",
  `did \\w+(?: ${VALUE})?(?:: ${VALUE})?`,
].join("|");

export const DEED = `client \\d+ (?:${ACTION})`;

/** @param lines the drawing, as text. */
export function readExplanation(sentence: string, lines: readonly string[]): Reading {
  const text = sentence.replace(/^Client/, "client").replaceAll(". Client", ". client");
  const withoutKey = text.replaceAll(/ (?:from|to|at|on|of|in) key \S+?(?=[ ,.:;)]|$)/g, "");
  const all = (pattern: string): RegExpMatchArray[] => [
    ...withoutKey.matchAll(new RegExp(pattern, "g")),
  ];
  const named = [
    ...all(DEED).map(([deed]) => deed),
    ...all(`[Tt]wo operations of (client \\d+) both (replaced ${VALUE} by ${VALUE})`).map(
      ([, client, did]) => `${client} ${did}`,
    ),
    ...all(
      `two operations of (client \\d+) were both given (${VALUE}); one made it (${VALUE}), the other (${VALUE}),`,
    ).flatMap(([, client, given, made, makes]) => [
      `${client} updated ${given} to ${made}`,
      `${client} updated ${given} to ${makes}`,
    ]),
    ...all(`(client \\d+) and (client \\d+) both (replaced ${VALUE} by ${VALUE})`).flatMap(
      ([, one, other, did]) => [`${one} ${did}`, `${other} ${did}`],
    ),
    ...all(
      `(client \\d+) and (client \\d+) were both given (${VALUE}); one made it (${VALUE}), the other (${VALUE}),`,
    ).flatMap(([, one, other, given, made, makes]) => [
      `${one} updated ${given} to ${made}`,
      `${other} updated ${given} to ${makes}`,
    ]),
  ];
  const inTime = [
    ...all(`(${DEED}) after (${DEED})`).map(([, after = "", before = ""]) => [before, after]),
    ...all(`(${DEED}) before (${DEED})`).map(([, before = "", after = ""]) => [before, after]),
  ] as [string, string][];
  const [, list = holdersIn(withoutKey)] =
    /could only have found (.*?)(?:: (?:no order|nothing wrote)|\.(?: |$))/.exec(withoutKey) ?? [];
  // Wrapped lines are joined again: their second halves are indented.
  const paragraphs = lines
    .join("\n")
    .replaceAll(/\n {2,}(?=\S)/g, " ")
    .split("\n");
  const drawn = new Map(paragraphs.flatMap(barsOf));
  const held = paragraphs
    .map((line) =>
      /^(?:It|Key \S+) held (.*?) (at first|before all of these|at a moment before all of these|before these and those .*|after all .*)\.$/.exec(
        line,
      ),
    )
    .find((match) => match !== null);
  const undrawn = paragraphs
    .map((line) => /^Not drawn: (\d+) /.exec(line)?.[1])
    .find((count) => count !== undefined);
  return {
    text: withoutKey,
    named,
    inTime,
    expected:
      list === undefined
        ? undefined
        : [...list.matchAll(new RegExp(VALUE, "g"))].map(([value]) => value),
    gone: new RegExp(`cannot have held (${VALUE}) again`).exec(withoutKey)?.[1],
    limit: limitIn(withoutKey),
    neverWritten: withoutKey.includes("never written"),
    held: held ? { value: held[1] ?? "", when: held[2] ?? "" } : undefined,
    drawn,
    undrawn: Number(undrawn ?? 0),
    orders: paragraphs.flatMap((line) => {
      const match = /^([A-Z]\d*) (came|must come) before ([A-Z]\d*)(, if at all)?: /.exec(line);
      if (match === null) return [];
      const [, before = "", how, after = "", ifAtAll] = match;
      return [{ before, after, isTime: how === "came", ifAtAll: ifAtAll !== undefined }];
    }),
  };
}

/** "the lock can only have been free or held by client 1": the states of the lock. */
function holdersIn(text: string): string | undefined {
  const [, holders] = /the lock can only have been (.*?)(?:: no order|\.)/.exec(text) ?? [];
  return holders?.replace("free", "nothing").replaceAll(/(?:held by )?client /g, "");
}

function limitIn(text: string): Reading["limit"] {
  const [, which, sum] = /it held at (least|most) (-?\d+)/.exec(text) ?? [];
  return which === undefined ? undefined : { most: which === "most", sum: Number(sum) };
}

/** Bars in a lane, or a line of the legend: the letter and what the client did. */
function barsOf(line: string): [string, string][] {
  const [, letter, legend] = /^([A-Z]\d*) {2}(client .*)$/.exec(line) ?? [];
  if (letter !== undefined && legend !== undefined) {
    return [[letter, legend.replace(" (had not returned by then)", "")]];
  }
  const [, client] = /^(client \d+) +\|/.exec(line) ?? [];
  if (client === undefined) return [];
  return [...line.matchAll(/\|([A-Z]\d*) (.*?)(?:-*\||-*>$)/g)].map(([, at = "", label = ""]) => [
    at,
    `${client} ${label}`,
  ]);
}

/**
 * The operation in the words that a sentence may use for it, as it is drawn, and, if there are
 * words for that, as what had only begun where the drawing ends.
 */
export function wordsFor(
  operation: Operation,
): readonly [deed: string, label: string, ...begun: string[]] {
  const { client, name, input, output } = operation;
  const pair = name === "cas" ? input : output;
  const [from, to] = Array.isArray(pair) ? pair.map(wordFor) : [];
  const by = `client ${client}`;
  switch (name) {
    case "read":
      return [`${by} read ${wordFor(output)}`, `${by} read ${wordFor(output)}`];
    case "write":
      return [`${by} wrote ${wordFor(input)}`, `${by} write ${wordFor(input)}`];
    case "add":
    case "remove":
    case "contains":
      return [`${by} ${deedOnSet(operation)}`, labelInSet(operation)];
    case "append":
      return [`${by} appended ${wordFor(input)}`, `${by} append ${wordFor(input)}`];
    case "update":
      return [`${by} updated ${from} to ${to}`, `${by} ${from} -> ${to}`];
    case "cas":
      return output === false
        ? [`${by} found something other than ${from}`, `${by} ${from} -/> ${to}`]
        : [`${by} replaced ${from} by ${to}`, `${by} ${from} -> ${to}`];
    case "acquire":
    case "tryAcquire":
    case "release":
      return wordsForLock(operation);
    case "enqueue":
      return [
        `${by} enqueued ${wordFor(input)}`,
        `${by} enqueue ${wordFor(input)}`,
        `${by} began to enqueue ${wordFor(input)}`,
      ];
    case "dequeue":
      if (output === undefined) return [`${by} began to dequeue`, `${by} dequeue`];
      return output === null
        ? [`${by} found the queue empty`, `${by} dequeue: empty`, `${by} began to dequeue`]
        : [
            `${by} dequeued ${wordFor(output)}`,
            `${by} dequeue ${wordFor(output)}`,
            `${by} began to dequeue`,
          ];
    default: {
      const asked = input === undefined ? "" : ` ${wordFor(input)}`;
      const answered = output === undefined ? "" : `: ${wordFor(output)}`;
      return [`${by} did ${name}${asked}${answered}`, `${by} ${name}${asked}${answered}`];
    }
  }
}

function deedOnSet({ name, input, output }: Operation): string {
  const element = wordFor(input);
  const deeds = {
    add: [`added ${element}`, `added ${element} anew`, `found ${element} there when adding it`],
    remove: [`removed ${element}`, `removed ${element}`, `found no ${element} to remove`],
    contains: [`looked for ${element}`, `found ${element}`, `looked for ${element} in vain`],
  }[name as "add" | "remove" | "contains"];
  return deeds[output === true ? 1 : output === false ? 2 : 0]!;
}

function labelInSet({ client, name, input, output }: Operation): string {
  const answered = output === undefined ? "" : `: ${wordFor(output)}`;
  return `client ${client} ${name} ${wordFor(input)}${answered}`;
}

function wordsForLock({ client, name, output, returned }: Operation): [string, string, string] {
  const deeds = (
    {
      acquire: ["asked for the lock", "acquired the lock", "gave up waiting for the lock"],
      tryAcquire: ["asked for the lock", "acquired the lock", "was refused the lock"],
      release: [
        "began to release the lock",
        "released the lock",
        "was not allowed to release the lock",
      ],
    } as Record<string, readonly string[]>
  )[name]!;
  const deed = output === false ? deeds[2] : deeds[returned === undefined ? 0 : 1];
  return [
    `client ${client} ${deed}`,
    `client ${client} ${name}${output === false ? ": refused" : ""}`,
    `client ${client} ${deeds[0]}`,
  ];
}

/** A state or a value in the words of a sentence. */
export function wordFor(value: unknown): string {
  if ((value ?? null) === null) return "nothing";
  const word = JSON.stringify(value);
  if (word.length <= 24) return word;
  const { length } = value as string | unknown[];
  const unit = typeof value === "string" ? "characters" : "items";
  return `${word.slice(0, 11)}…${word.slice(-11)} (${length} ${unit})`;
}
