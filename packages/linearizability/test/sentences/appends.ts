/** What is said of logs and of strings. */
import type { Operation } from "@sync-strategies/linearizability";
import { wordFor } from "../explanation-reader.ts";
import { isBefore, type Form, type Told } from "./sentence.ts";

const ORIGIN = "(the initial text|what D)";
const SEEN = String.raw`D(?: \(D\))?`;

export const formsOfAppends: readonly Form[] = [
  [
    "D and D: at place N one shows V and the other V, but a log only grows at its end",
    (told, one, other, place, ofOne, ofOther) =>
      told.some([one, other], (first, second) =>
        [first, second].every(
          (read, index) =>
            Number(place) <= elementsOf(read).length &&
            wordFor(elementsOf(read)[Number(place) - 1]) === [ofOne, ofOther][index],
        ),
      ) && ofOne !== ofOther,
  ],
  [
    "D, which does not begin with what the log held at first: V",
    ({ model, ...told }, read, initial) =>
      wordFor(model.initial) === initial &&
      told.history.some(
        (one) =>
          one.name === "read" &&
          read.endsWith(wordFor(one.output)) &&
          elementsOf({ output: model.initial }).some(
            (element, place) => wordFor(elementsOf(one)[place]) !== wordFor(element),
          ),
      ),
  ],
  [
    "D, but V was never appended",
    (told, read, value) => appendsOf(told, value).length === 0 && showsMore(told, read, value, 0),
  ],
  [
    "D, which shows V appended (once|twice|\\d+ times), but only N such append(?: was|s were) called",
    (told, read, value, shown, count) =>
      appendsOf(told, value).length === Number(count) &&
      showsMore(told, read, value, timesIn(shown) - 1) &&
      timesIn(shown) > Number(count),
  ],
  [
    "D and D: both would go back to the (initial V|same write \\(D\\)), and no appends lead from one to the other",
    (told, one, other, _, initial, writer) =>
      told.some([one, other], (first, second) => {
        const isSameOrigin = [first, second].every((read) => goesBackTo(told, read, writer));
        const [short, long] = [String(first.output), String(second.output)].toSorted(
          (a, b) => a.length - b.length,
        ) as [string, string];
        const isLonger = long.startsWith(short) && isMadeOf(long.slice(short.length), told);
        return (
          isSameOrigin && !isLonger && (writer !== "" || initial === wordFor(told.model.initial))
        );
      }),
  ],
  [
    "D, which neither the initial V nor any write, with appends behind it, makes",
    (told, read, initial) =>
      initial === wordFor(told.model.initial) &&
      told.some([read], (one) => told.ordersFor(one).length === 0),
  ],
  [
    "D after D, which shows more: V had been appended by then",
    (told, late, early, value) =>
      told.some([late, early], (one, other) => {
        const [less, more] = [contentOf(one), contentOf(other)];
        const isNext =
          typeof less === "string"
            ? String(more).startsWith(less + JSON.parse(value))
            : wordFor(more[less.length]) === value;
        return isBefore(other, one) && isNext;
      }),
  ],
  [
    "D, which shows V, before C began to (append|write) it",
    (told, read, value, client, name) =>
      told.some([read], (one) =>
        calledBy(told, client, name, value).some(
          (later) => isBefore(one, later) && told.ordersFor(one, [later]).length === 0,
        ),
      ),
  ],
  [
    "D, which shows V before V, although C had (appended|wrote|written) the latter before C began to (append|write) the former",
    (told, read, former, latter, one, name, other, otherName) =>
      told.some([read], (reader) =>
        calledBy(told, one, presentOf(name), latter).some((first) =>
          calledBy(told, other, otherName, former).some(
            (second) =>
              isBefore(first, second) &&
              told.ordersFor(reader).every((order) => {
                const at = (operation: Operation): number =>
                  order.findIndex((placed) => placed.operation === operation);
                return at(second) !== -1 && at(second) < at(first) && at(first) < at(reader);
              }),
          ),
        ),
      ),
  ],
  [
    `D after C had appended V(?:, as D shows)?, which is missing(?:; what was read goes back to ${ORIGIN} without a further write)?`,
    (told, read, client, value, observer, origin, writer) =>
      told.some([read], (reader) =>
        calledBy(told, client, "append", value).some(
          (append) =>
            isBefore(append, reader) &&
            isMissing(told, append, reader) &&
            (observer === "" || told.some([observer], (one) => isShown(told, append, one))) &&
            (origin === "" || goesBackTo(told, reader, writer)),
        ),
      ),
  ],
  [
    `D, which shows V and not V, although C had appended V before C began to append V(?:; what was read goes back to ${ORIGIN} without a further write)?`,
    (told, read, shown, missing, one, first, other, second, origin, writer) =>
      shown === second &&
      missing === first &&
      told.some([read], (reader) =>
        calledBy(told, one, "append", missing).some((lost) =>
          calledBy(told, other, "append", shown).some(
            (append) =>
              isBefore(lost, append) &&
              isMissing(told, lost, reader) &&
              isShown(told, append, reader) &&
              (origin === "" || goesBackTo(told, reader, writer)),
          ),
        ),
      ),
  ],
  [
    `${SEEN} after ${SEEN}, although the text V goes back to the initial V without a write`,
    (told, late, seenLate, early, seenEarly, content, initial) =>
      initial === wordFor(told.model.initial) &&
      inTime(told, early, late) &&
      isSeen(told, early, seenEarly) &&
      isSeen(told, late, seenLate) &&
      told.some([seenLate === "" ? late : seenLate], (reader) => {
        return wordFor(reader.output) === content && goesBackTo(told, reader, "");
      }),
  ],
  [
    `${SEEN} after ${SEEN} and before ${SEEN}, but the latter two belong to one text, which goes back to one write \\(D\\) with nothing else in between`,
    (told, between, seenBetween, early, seenEarly, late, seenLate, writer) =>
      inTime(told, early, between) &&
      inTime(told, between, late) &&
      isSeen(told, between, seenBetween) &&
      isSeen(told, early, seenEarly) &&
      isSeen(told, late, seenLate) &&
      isOfText(told, early, seenEarly, writer) &&
      isOfText(told, late, seenLate, writer),
  ],
  [
    `each of two texts would have to be older than the other: ${SEEN} before ${SEEN}, but ${SEEN} before ${SEEN}; one text goes back to one write \\(D\\), the other to another \\(D\\)`,
    (told, a, seenA, b, seenB, c, seenC, d, seenD, writer, otherWriter) =>
      inTime(told, a, b) &&
      inTime(told, c, d) &&
      [
        [a, seenA, writer],
        [d, seenD, writer],
        [b, seenB, otherWriter],
        [c, seenC, otherWriter],
      ].every(
        ([deed = "", seen = "", by = ""]) =>
          isSeen(told, deed, seen) && isOfText(told, deed, seen, by),
      ),
  ],
  [
    "D((?: and D)*)(?: and N more reads)? show V at more places than it was appended to: N, by ((?:client \\d+(?:, )?)+)",
    (told, first, _, __, ___, value, count, clients) => {
      const appends = appendsOf(told, value);
      return (
        told.some([first], (read) => String(read.output).includes(JSON.parse(value))) &&
        appends.length === Number(count) &&
        appends
          .slice(0, 4)
          .map(({ client }) => `client ${client}`)
          .join(", ") === clients
      );
    },
  ],
];

function elementsOf({ output }: Pick<Operation, "output">): readonly unknown[] {
  return Array.isArray(output) ? output : [];
}

function contentOf({ output }: Operation): string | readonly unknown[] {
  return typeof output === "string" ? output : elementsOf({ output });
}

function timesIn(words: string): number {
  return words === "once" ? 1 : words === "twice" ? 2 : Number.parseInt(words, 10);
}

function presentOf(name: string): string {
  return name === "appended" ? "append" : "write";
}

function appendsOf({ history }: Told, value: string): Operation[] {
  return history.filter(({ name, input }) => name === "append" && wordFor(input) === value);
}

function calledBy({ history }: Told, client: string, name: string, value: string): Operation[] {
  return history.filter(
    (one) => one.client === Number(client) && one.name === name && wordFor(one.input) === value,
  );
}

/** Whether the read shows the value more than `count` times, without what was there at first. */
function showsMore(told: Told, read: string, value: string, count: number): boolean {
  const countIn = (content: unknown): number =>
    elementsOf({ output: content }).filter((element) => wordFor(element) === value).length;
  return told.some([read], ({ output }) => {
    return countIn(output) - countIn(told.model.initial) > count;
  });
}

function inTime(told: Told, before: string, after: string): boolean {
  return told.some([before, after], isBefore);
}

/** Whether, in each order for the read, the operation has left something of what was read. */
function isShown(told: Told, one: Operation, read: Operation): boolean {
  return told.ordersFor(read).every((order) => reaches(order, one, read));
}

function isMissing(told: Told, one: Operation, read: Operation): boolean {
  return told.ordersFor(read).every((order) => !reaches(order, one, read));
}

/** Whether the read comes behind the operation, and no write in between. */
function reaches(
  order: readonly { readonly operation: Operation }[],
  one: Operation,
  read: Operation,
): boolean {
  const operations = order.map(({ operation }) => operation);
  const [from, to] = [operations.indexOf(one), operations.indexOf(read)];
  return (
    from !== -1 && from < to && operations.slice(from + 1, to).every(({ name }) => name !== "write")
  );
}

function isSeen(told: Told, deed: string, observer: string): boolean {
  return observer === "" || told.some([deed, observer], (one, read) => isShown(told, one, read));
}

function isOfText(told: Told, deed: string, observer: string, writer: string): boolean {
  return (
    deed === writer ||
    told.some([observer === "" ? deed : observer], (read) => goesBackTo(told, read, writer))
  );
}

/** Whether, in each order for the read, this is the last write before it; none, if it is empty. */
function goesBackTo(told: Told, read: Operation, writer: string): boolean {
  const isEver = (one: Operation): boolean =>
    told.ordersFor(read).some((order) => reaches(order, one, read));
  const writes = told.history.filter(({ name }) => name === "write");
  if (writer === "") return !writes.some(isEver);
  return (
    told.some([writer], (one) => isShown(told, one, read)) &&
    writes.every((one) => !isEver(one) || wordOf(one) === writer)
  );
}

function wordOf({ client, input }: Operation): string {
  return `client ${client} wrote ${wordFor(input)}`;
}

/** Whether the text consists of what was appended. */
function isMadeOf(text: string, told: Told): boolean {
  if (text === "") return true;
  return told.history.some(({ name, input }) => {
    const piece = String(input);
    return (
      name === "append" &&
      piece !== "" &&
      text.startsWith(piece) &&
      isMadeOf(text.slice(piece.length), told)
    );
  });
}
