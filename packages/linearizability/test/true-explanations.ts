/**
 * Reads explanations back, and holds every claim against the history: the one that was checked, and
 * all its orders. A new model is one more entry of the engine cases.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect } from "vitest";
import {
  check,
  lock,
  register,
  renderHtml,
  renderText,
  type Model,
  type Operation,
  type Verdict,
  type Witness,
} from "@sync-strategies/linearizability";
import { isLinearizable } from "./brute-force.ts";
import type { EngineCase } from "./engine-case.ts";
import { engineCases, repeatedValues } from "./engine-cases.ts";
import { everyOrder } from "./every-order.ts";
import { readExplanation, wordFor, wordsFor, type Reading } from "./explanation-reader.ts";
import { lotOf, randomHistoryOf, type Kind } from "./random-operations.ts";
import { formsOfAppends } from "./sentences/appends.ts";
import { formsOfLocks } from "./sentences/locks.ts";
import { formsOfQueues } from "./sentences/queues.ts";
import { blanksOf, Told, type Form } from "./sentences/sentence.ts";
import { formsOfSets } from "./sentences/sets.ts";

type Violation = Extract<Verdict, { verdict: "not-linearizable" }>;

/** A lock: the client that replaces 0 by 1 holds it. */
const locks: Kind<number> = {
  initial: 0,
  draw: (lot) => ({ name: "cas", input: lot(3) === 0 ? [1, 0] : [0, 1] }),
  apply: (state, { input }) => {
    const [expected, next] = input as [number, number];
    return state === expected ? [next, true] : [state, false];
  },
  tamper: (_, output) => output !== true,
};

/** All that are explained. */
export const explainedCases: readonly EngineCase[] = [
  ...engineCases,
  {
    engine: "search",
    of: "registers, without any other engine",
    kindOf: () => repeatedValues,
    model: { ...register(), engines: [] },
    rules: [],
  },
  {
    engine: "search",
    of: "locks, without any other engine",
    kindOf: () => engineCases.find(({ engine }) => engine === "holds")!.kindOf(),
    model: { ...lock(), engines: [] },
    rules: [],
  },
  {
    engine: "search",
    of: "locks made of registers",
    kindOf: () => locks,
    model: register(0),
    rules: [],
  },
];

/** Fails if an explanation says what is not true of its history. Returns how many there were. */
export function expectTrueExplanations(
  { kindOf, model }: EngineCase,
  { seed, histories }: { readonly seed: number; readonly histories: number },
): number {
  const lot = lotOf(xoroshiro128plus(seed));
  const kind = kindOf();
  let violations = 0;
  for (let index = 0; index < histories; index++) {
    const history = randomHistoryOf(kind, lot).operations;
    const verdict = check(history, model);
    if (verdict.verdict !== "not-linearizable") continue;
    violations++;
    const faults = faultsOf(verdict, history, model);
    if (faults.length > 0) {
      const lines = history.map((operation) => JSON.stringify(operation));
      const drawing = renderText(verdict.witness);
      expect.fail([...faults, verdict.explanation, ...drawing, ...lines].join("\n"));
    }
  }
  return violations;
}

/** The engines whose sentences are read whole. Those of the others are made of fewer words. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  appends: formsOfAppends,
  elements: formsOfSets,
  holds: formsOfLocks,
  fifo: formsOfQueues,
};

/** What is not true in an explanation. */
function faultsOf(verdict: Violation, whole: readonly Operation[], model: Model): string[] {
  const { explanation, witness } = verdict;
  const history = whole.filter(({ key }) => key === witness.key);
  const lines = renderText(witness);
  const reading = readExplanation(explanation, lines);
  const forms = FORMS[verdict.engine];
  const isOfForm = forms !== undefined && !/could only have found|no order of/.test(explanation);
  return [
    ...(isOfForm
      ? faultsInForm(reading, forms, new Told(history, model))
      : [
          ...faultsInWords(reading, history),
          ...faultsInState(reading, history, model),
          ...faultsInSize(verdict, model),
        ]),
    ...faultsInOrders(reading, verdict, model),
    ...faultsInTime(reading, verdict),
    ...faultsInProof(reading, verdict, model),
    ...lines.filter((line) => line.length > 80).map((line) => `wider than 80: ${line}`),
    ...faultsInHtml(verdict, lines),
  ];
}

/** The sentence has one of the forms, and is true of the history. */
function faultsInForm({ text, held }: Reading, forms: readonly Form[], told: Told): string[] {
  const initial = wordFor(told.model.initial);
  // Of a queue only the elements that matter are given.
  const isPart = held?.when === "at first" && told.model.name !== "queue";
  if (isPart && held.value !== initial) return [`it held ${initial} at first`];
  const sentence = text.replace(/^On key \S+ /, "").replace(/\.$/, "");
  for (const [words, isTrue] of forms) {
    const blanks = blanksOf(words, sentence);
    if (blanks !== undefined) return isTrue(told, ...blanks) ? [] : [`not true: ${words}`];
  }
  return [`not understood: ${sentence}`];
}

/** Every operation that is named or drawn exists, is drawn, and was when the text says it was. */
function faultsInWords(reading: Reading, history: readonly Operation[]): string[] {
  const named = (deed: string): Operation[] => history.filter((one) => wordsFor(one)[0] === deed);
  const drawn = new Set(
    history
      .filter((one) => [...reading.drawn.values()].some((text) => wordsFor(one).includes(text)))
      .map((one) => wordsFor(one)[0]),
  );
  return [
    ...reading.named
      .filter((deed) => named(deed).length === 0 || !drawn.has(deed))
      .map((deed) => `named, but not drawn or not in the history: ${deed}`),
    ...(reading.named.length === 0 ? ["no operation is named"] : []),
    ...[...reading.drawn.values()]
      .filter((text) => !history.some((one) => wordsFor(one).includes(text)))
      .map((text) => `drawn, but not in the history: ${text}`),
    ...reading.inTime
      .filter(
        ([before, after]) =>
          !named(before).some((one) =>
            named(after).some((other) => (one.returned ?? Infinity) < other.called),
          ),
      )
      .map(([before, after]) => `not in this order: ${before}, then ${after}`),
  ];
}

/** "It held", "could only have found", "was never written": by all orders of the whole history. */
function faultsInState(reading: Reading, history: readonly Operation[], model: Model): string[] {
  const faults: string[] = [];
  const finding = history.filter((one) => wordsFor(one)[0] === reading.named[0]);
  if (reading.expected !== undefined) {
    const sets = finding.map((one) => statesFoundBy(one, history, model));
    const claimed = new Set(reading.expected);
    if (
      !sets.some(
        (states) =>
          states.size === claimed.size && [...states].every((state) => claimed.has(state)),
      )
    ) {
      faults.push(`could have found ${sets.map((states) => [...states].join(" or ")).join("; ")}`);
    }
  }
  if (reading.limit !== undefined) {
    const { most, sum } = reading.limit;
    const sets = finding.map((one) => [...statesFoundBy(one, history, model)].map(Number));
    const fits = (state: number): boolean => (most ? state <= sum : state >= sum);
    if (!sets.some((states) => states.every(fits))) {
      faults.push(`it may have held ${sets.map((states) => states.join(" or ")).join("; ")}`);
    }
  }
  if (reading.gone !== undefined) {
    const [before] = reading.inTime[0] ?? [];
    const earlier = history.filter((one) => wordsFor(one)[0] === before);
    const isTrue = finding.some((one) =>
      earlier.some((other) => isGone(reading.gone ?? "", other, one, history, model)),
    );
    if (!isTrue) faults.push(`it may have held ${reading.gone} again`);
  }
  if (reading.neverWritten) {
    const value = reading.named[0]?.match(/read (\S+)$|(?:updated|replaced) (\S+) /);
    const seen = value?.[1] ?? value?.[2];
    const isWritten = history.some((one) => {
      const { from, to } = model.transition?.(one) ?? {};
      const isRead = model.isRead?.(one) === true;
      return !isRead && to !== undefined && wordFor(to) === seen && wordFor(from) !== seen;
    });
    if (isWritten || wordFor(model.initial) === seen) faults.push(`${seen} was written`);
  }
  if (reading.held?.when === "at first" && reading.held.value !== wordFor(model.initial)) {
    faults.push(`it held ${wordFor(model.initial)} at first`);
  }
  if (reading.held?.when === "before all of these") {
    const { value } = reading.held;
    const sets = statesBefore(reading, history, model);
    if (!sets.some((states) => [...states].every((state) => state === value))) {
      const states = sets.map((set) => [...set].join(" or ")).join("; ");
      faults.push(`it held ${states}, not ${value}, before all of these`);
    }
  }
  return faults;
}

/** Whether the value is in no order there again, once it was gone, until the finding returned. */
function isGone(
  value: string,
  earlier: Operation,
  finding: Operation,
  history: readonly Operation[],
  model: Model,
): boolean {
  const others = upTo(finding.returned ?? Infinity, history).filter(
    ({ called }) => called !== finding.called,
  );
  let isThere = false;
  everyOrder(
    others,
    (state, one) => model.step(state, one),
    model.initial,
    (order) => {
      const from = order.findIndex(({ operation }) => operation.called === earlier.called);
      if (order.slice(from).some(({ state }) => wordFor(state) === value)) isThere = true;
    },
  );
  return !isThere;
}

/** The states in which the operation can have taken effect, had it accepted any. */
function statesFoundBy(
  finding: Operation,
  history: readonly Operation[],
  model: Model,
): Set<string> {
  const end = finding.returned ?? Infinity;
  const prefix = upTo(end, history);
  const last = prefix.find(
    ({ called, client }) => called === finding.called && client === finding.client,
  );
  const left = model.isRead?.(finding) === true ? undefined : model.transition?.(finding).to;
  const states = new Set<string>();
  const step = (state: {} | null, one: Operation): {} | null | undefined =>
    one === last ? (left ?? state) : model.step(state, one);
  everyOrder(prefix, step, model.initial, (order) => {
    const place = order.findIndex(({ operation }) => operation === last);
    states.add(wordFor(order[place - 1]?.state ?? model.initial));
  });
  return states;
}

/**
 * The states that are possible when the first operation drawn is called. Where several operations
 * have the same words, any of them may be the one that is drawn.
 */
function statesBefore(
  reading: Reading,
  history: readonly Operation[],
  model: Model,
): Set<string>[] {
  const [first = ""] = reading.drawn.values();
  const starts = history.filter((one) => wordsFor(one).includes(first));
  return starts.map(({ called }) => {
    const states = new Set<string>();
    const step = (state: {} | null, one: Operation): {} | null | undefined =>
      model.step(state, one);
    everyOrder(upTo(called, history), step, model.initial, (order) => {
      states.add(wordFor(order.at(-1)?.state ?? model.initial));
    });
    return states;
  });
}

/** What had happened until an event. */
function upTo(event: number, history: readonly Operation[]): Operation[] {
  return history
    .filter(({ called }) => called < event)
    .map((one) => ((one.returned ?? Infinity) > event ? { ...one, returned: undefined } : one));
}

function operationOf(letter: string, { operations }: Witness): Operation {
  return operations[(letter.codePointAt(0) ?? 0) - 65 + 26 * Number(letter.slice(1))]!;
}

/** "Came before" is a fact of time. */
function faultsInTime(reading: Reading, { witness }: Violation): string[] {
  return reading.orders
    .filter(({ isTime }) => isTime)
    .filter(({ before, after }) => {
      const { returned = Infinity } = operationOf(before, witness);
      return returned >= operationOf(after, witness).called;
    })
    .map(({ before, after }) => `${before} had not returned when ${after} was called`);
}

/** "Must come before" holds in every order that keeps the facts of time. */
function faultsInOrders(reading: Reading, { witness }: Violation, model: Model): string[] {
  const at = (letter: string): Operation => operationOf(letter, witness);
  const facts = reading.orders.filter(({ isTime }) => isTime);
  const shown = [...witness.operations, ...witness.context];
  return reading.orders.flatMap(({ before, after, isTime, ifAtAll }) => {
    if (isTime) return [];
    const [one, other] = [at(before), at(after)];
    // What contradicts it is left out, and, of a source, the operation that found its value gone.
    const given = facts
      .filter((fact) => fact.before !== after || fact.after !== before)
      .map((fact) => [at(fact.before), at(fact.after)] as const);
    const last = reading.orders.at(-1);
    const isAboutSource = last?.after === after && last.before !== before && given.length > 0;
    const rest = isAboutSource ? shown.filter((operation) => operation !== at(last.before)) : shown;
    let isContradicted = false;
    everyOrder(
      rest,
      (state, operation) => model.step(state, operation),
      witness.initial as {} | null,
      (order) => {
        const place = order.findIndex(({ operation }) => operation === one);
        const otherPlace = order.findIndex(({ operation }) => operation === other);
        if (otherPlace === -1) return;
        if (place > otherPlace || (place === -1 && !ifAtAll)) isContradicted = true;
      },
      given,
    );
    return isContradicted ? [`${before} may come after ${after}`] : [];
  });
}

/** What is shown is a violation by itself. */
function faultsInProof(reading: Reading, { witness }: Violation, model: Model): string[] {
  const { operations, context } = witness;
  const initial = witness.initial as {} | null;
  const shown = [...operations, ...context];
  const faults: string[] = [];
  if (isLinearizable(shown, model, initial)) faults.push("what is shown can be explained");
  if (reading.undrawn !== context.length) faults.push(`${context.length} are not drawn`);
  if (reading.drawn.size !== operations.length) faults.push("not everything is drawn");
  return faults;
}

/**
 * None of it can be left out: without any one of the reads, and without any one of the values
 * and all that found or left it, the rest can be explained.
 */
function faultsInSize({ witness, rule }: Violation, model: Model): string[] {
  const { operations, context } = witness;
  const initial = witness.initial as {} | null;
  const shown = [...operations, ...context];
  const faults: string[] = [];
  const isRead = (one: Operation): boolean => model.isRead?.(one) === true;
  for (const read of operations.filter(isRead)) {
    const rest = shown.filter((one) => one !== read);
    if (!isLinearizable(rest, model, initial)) faults.push(`without ${wordsFor(read)[0]}: ${rule}`);
  }
  if (model.transition === undefined) return faults;
  for (const { to } of shown.map((one) => model.transition!(one))) {
    if (to === undefined) continue;
    const rest = withoutValue(shown, wordFor(to), model);
    if (rest.length < shown.length && !isLinearizable(rest, model, initial)) {
      faults.push(`without the value ${wordFor(to)} it is a violation as well`);
    }
  }
  return faults;
}

/** Without all that found or left the value, and whatever was made of it. */
function withoutValue(shown: readonly Operation[], value: string, model: Model): Operation[] {
  const out = new Set([value]);
  const isOut = (state: unknown): boolean => state !== undefined && out.has(wordFor(state));
  for (let before = 0; out.size > before;) {
    before = out.size;
    for (const one of shown) {
      const { from, to } = model.transition?.(one) ?? {};
      if (isOut(from) && to !== undefined) out.add(wordFor(to));
    }
  }
  return shown.filter((one) => {
    const { from, to } = model.transition?.(one) ?? {};
    const acceptsSeveral = from === undefined && model.isRead?.(one) === true;
    return !acceptsSeveral && !isOut(from) && !isOut(to);
  });
}

/** The page says the same as the terminal. */
function faultsInHtml({ witness }: Violation, lines: readonly string[]): string[] {
  const text = renderHtml(witness)
    .replaceAll(/<[^>]*>/g, "\n")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  return lines
    .join("\n")
    .replaceAll(/\n {2,}(?=\S)/g, " ")
    .split("\n")
    .filter((line) => /before|Not drawn/.test(line) && !text.includes(line))
    .map((line) => `not on the page: ${line}`);
}
