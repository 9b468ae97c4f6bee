/** What is said of queues whose elements are all different. */
import type { Operation } from "@sync-strategies/linearizability";
import { VALUE, wordFor } from "../explanation-reader.ts";
import { blanksOf, isBefore, type Form, type Told } from "./sentence.ts";

const LIST = `(${VALUE}(?:, ${VALUE})*(?: and ${VALUE})?(?: and \\d+ others)?)`;
const ORDER =
  "((?:V was in the queue from the beginning, ahead of it)|(?:C had enqueued V before C began to enqueue V))";

export const formsOfQueues: readonly Form[] = [
  [
    "D, which was never enqueued",
    (told, deed) =>
      told.some([deed], ({ output }) => {
        const value = wordFor(output);
        return !isThereAtFirst(told, value) && enqueueOf(told, value) === undefined;
      }),
  ],
  [
    "D before C began to enqueue it",
    (told, deed, client) =>
      told.some([deed], (dequeue) => {
        const enqueue = enqueueOf(told, wordFor(dequeue.output));
        return enqueue?.client === Number(client) && isBefore(dequeue, enqueue);
      }),
  ],
  [
    "C(?: and C both)? dequeued V( twice)?, but it was (in the queue|enqueued) only once",
    (told, one, other, value, twice, how) => {
      const clients = [one, twice === "" ? other : one].toSorted();
      const found = told.history
        .filter(({ name, output }) => name === "dequeue" && wordFor(output) === value)
        .map(({ client }) => String(client));
      const isOnce = isThereAtFirst(told, value) === (how === "in the queue");
      return (
        isOnce &&
        clients.every((client) => found.includes(client)) &&
        found.length > 1 &&
        (twice === "" || found.filter((client) => client === one).length > 1)
      );
    },
  ],
  [
    `D before C began to dequeue V, although ${ORDER}`,
    (told, deed, client, value, order) =>
      told.some([deed], (dequeue) => {
        const later = dequeueOf(told, value);
        return (
          later?.client === Number(client) &&
          isBefore(dequeue, later) &&
          isInOrder(told, order, value, wordFor(dequeue.output))
        );
      }),
  ],
  [
    `D, although ${ORDER}, and (.*)`,
    (told, deed, order, ...rest) => {
      const fate = rest.at(-1)!;
      return told.some([deed], (dequeue) => {
        const first =
          [...order.matchAll(new RegExp(`(${VALUE}) (?:was|before)`, "g"))][0]?.[1] ?? "";
        return (
          isInOrder(told, order, first, wordFor(dequeue.output)) &&
          isLeft(told, dequeue, [first], fate)
        );
      });
    },
  ],
  [
    `D, although ${LIST} were ahead of it, and (.*)`,
    (told, deed, list, fate) =>
      told.some([deed], (dequeue) => {
        const own = enqueueOf(told, wordFor(dequeue.output));
        const values = valuesIn(list);
        const areAhead = values.every((value) => {
          if (isThereAtFirst(told, value)) return true;
          const enqueue = enqueueOf(told, value);
          return enqueue !== undefined && own !== undefined && isBefore(enqueue, own);
        });
        return areAhead && isLeft(told, dequeue, values, fate);
      }),
  ],
  [
    "D, although something was in it all that time: (.*); and (.*)",
    (told, deed, course, fate) =>
      told.some([deed], (dequeue) => {
        const [beginning = "", ...changes] = course.split("; ");
        const last = changes.at(-1)?.match(new RegExp(`^${LIST} (?:was|were) in it`))?.[1] ?? "";
        return (
          hasBegun(told, dequeue, beginning) !== undefined &&
          changes.every((change) => hasChanged(told, change)) &&
          isLeft(told, dequeue, valuesIn(last), fate)
        );
      }),
  ],
  [
    "D, although (V was in it from the beginning|C had enqueued V before|.* were in it before), and (.*)",
    (told, deed, beginning, ...rest) =>
      told.some([deed], (dequeue) => {
        const values = hasBegun(told, dequeue, beginning);
        return values !== undefined && isLeft(told, dequeue, values, rest.at(-1)!);
      }),
  ],
];

function isThereAtFirst({ model }: Told, value: string): boolean {
  return (model.initial as unknown[]).some((one) => wordFor(one) === value);
}

function enqueueOf({ history }: Told, value: string): Operation | undefined {
  return history.find(({ name, input }) => name === "enqueue" && wordFor(input) === value);
}

function dequeueOf({ history }: Told, value: string): Operation | undefined {
  return history.find(
    ({ name, output, returned }) =>
      name === "dequeue" && returned !== undefined && wordFor(output) === value,
  );
}

function valuesIn(list: string): string[] {
  return [...list.matchAll(new RegExp(VALUE, "g"))].map(([value]) => value);
}

/** Whether the one was enqueued before the other, as the words have it. */
function isInOrder(told: Told, words: string, first: string, next: string): boolean {
  const atFirst = blanksOf("V was in the queue from the beginning, ahead of it", words);
  if (atFirst !== undefined) {
    const content = (told.model.initial as unknown[]).map(wordFor);
    const place = content.indexOf(next);
    return (
      atFirst[0] === first &&
      content.includes(first) &&
      (place === -1 || content.indexOf(first) < place)
    );
  }
  const blanks = blanksOf("C had enqueued V before C began to enqueue V", words);
  if (blanks === undefined) return false;
  const [client, value, nextClient, nextValue] = blanks;
  const [one, other] = [enqueueOf(told, first), enqueueOf(told, next)];
  return (
    value === first &&
    nextValue === next &&
    one?.client === Number(client) &&
    other?.client === Number(nextClient) &&
    isBefore(one, other)
  );
}

/** What was in the queue when the dequeue was called; `undefined` if that is not true. */
function hasBegun(told: Told, dequeue: Operation, words: string): string[] | undefined {
  const [atFirst] = blanksOf("V was in it from the beginning", words) ?? [];
  if (atFirst !== undefined) return isThereAtFirst(told, atFirst) ? [atFirst] : undefined;
  const [client, value] = blanksOf("C had enqueued V before", words) ?? [];
  const values = value === undefined ? valuesIn(words) : [value];
  const areThere = values.every((one) => {
    const enqueue = enqueueOf(told, one);
    const isTheirs = client === undefined || enqueue?.client === Number(client);
    const isThere = client === undefined && isThereAtFirst(told, one);
    return isThere || (enqueue !== undefined && isTheirs && isBefore(enqueue, dequeue));
  });
  return areThere && values.length > 0 ? values : undefined;
}

/** Whether some elements were in the queue before those before them were removed. */
function hasChanged(told: Told, words: string): boolean {
  const parts = blanksOf(
    `${LIST} (?:was|were) in it before (?:C began to dequeue V|enough unfinished dequeues had been called to remove ${LIST})`,
    words,
  );
  if (parts === undefined) return false;
  const [list = "", client, value = "", removed = ""] = parts;
  const end =
    value === "" ? unfinishedDequeues(told)[valuesIn(removed).length - 1] : dequeueOf(told, value);
  if (end === undefined || (value !== "" && end.client !== Number(client))) return false;
  return valuesIn(list).every((one) => {
    const enqueue = enqueueOf(told, one);
    return isThereAtFirst(told, one) || (enqueue !== undefined && isBefore(enqueue, end));
  });
}

/** Whether these were not removed until the dequeue returned, or not all of them, as the words say. */
function isLeft(told: Told, dequeue: Operation, values: readonly string[], words: string): boolean {
  const means = (word: string): boolean =>
    word === "it" || word === "them" || valuesIn(word).join() === values.join();
  const [client, what] = blanksOf("C began to dequeue (.*) only afterwards", words) ?? [];
  if (what !== undefined) {
    const later = values.length === 1 ? dequeueOf(told, values[0]!) : undefined;
    return means(what) && later?.client === Number(client) && isBefore(dequeue, later);
  }
  const unfinished = unfinishedDequeues(told).filter(({ called }) => called < dequeue.returned!);
  const isNever = values.every((value) => dequeueOf(told, value) === undefined);
  const [never] = blanksOf("(.*) was never dequeued", words) ?? [];
  if (never !== undefined) return means(never) && isNever && unfinished.length === 0;
  const some = blanksOf(
    "the (one|\\d+) unfinished dequeues? called by then can have removed only (one|\\d+) of (.*)",
    words,
  );
  if (some === undefined) return false;
  const [count, most, of = ""] = some;
  return (
    count === most &&
    unfinished.length === (count === "one" ? 1 : Number(count)) &&
    values.length > unfinished.length &&
    isNever &&
    means(of)
  );
}

function unfinishedDequeues({ history }: Told): Operation[] {
  return history.filter(({ name, returned }) => name === "dequeue" && returned === undefined);
}
