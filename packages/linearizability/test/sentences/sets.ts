/** What is said of sets. */
import type { Operation } from "@sync-strategies/linearizability";
import { everyOrder } from "../every-order.ts";
import { wordFor } from "../explanation-reader.ts";
import { isBefore, type Form, type Told } from "./sentence.ts";

export const formsOfSets: readonly Form[] = [
  [
    "No order explains what was seen of V(?: in)?( since it was in the set| since it was missing from the set)?: (D(?:; D)*)(?:; and N more)?",
    (told, element, since, deeds) => {
      const [first = ""] = deeds.split("; ");
      const isOfElement = deeds
        .split("; ")
        .every((deed) =>
          told.some([deed], ({ name, input }) => name === "read" || wordFor(input) === element),
        );
      const fits = (isThere: boolean): boolean =>
        since === "" || isThere === (since === " since it was in the set");
      return (
        isOfElement && told.some([first], (one) => presenceBefore(told, one, element).some(fits))
      );
    },
  ],
  [
    "D, which shows V more than once",
    (told, read, element) =>
      told.some([read], ({ output }) => {
        return (output as unknown[]).filter((one) => wordFor(one) === element).length > 1;
      }),
  ],
  [
    "D, which is no array",
    (told, read) => told.some([read], ({ output }) => !Array.isArray(output)),
  ],
  [
    "D(?:, without V)?, although the set held V from the beginning of V, and (it was never|nothing was ever) removed",
    (told, deed, without, element, initial, what) =>
      (without === "" || without === element) &&
      initial === wordFor(told.model.initial) &&
      (told.model.initial as unknown[]).some((one) => wordFor(one) === element) &&
      told.some([deed], (one) => lacks(one, element)) &&
      (what === "it was never"
        ? isNeverRemoved(told, element)
        : told.history.every(({ name }) => name !== "remove")),
  ],
  [
    "D and D: only one shows V, only the other V, although neither was ever removed",
    (told, one, other, ofOne, ofOther) =>
      isNeverRemoved(told, ofOne) &&
      isNeverRemoved(told, ofOther) &&
      told.some([one, other], (first, second) => {
        return (
          has(first, ofOne) && lacks(second, ofOne) && has(second, ofOther) && lacks(first, ofOther)
        );
      }),
  ],
  [
    "D, but V was never added",
    (told, deed, element) =>
      addsOf(told, element).length === 0 &&
      !(told.model.initial as unknown[]).some((one) => wordFor(one) === element) &&
      told.some([deed], (one) => has(one, element)),
  ],
  [
    "D and D: both were the first to add it, although it was never removed",
    (told, one, other) =>
      told.some([one, other], (first, second) => {
        const element = wordFor(first.input);
        const areFirst = [first, second].every(
          ({ name, input, output }) =>
            name === "add" && output === true && wordFor(input) === element,
        );
        return areFirst && isNeverRemoved(told, element);
      }),
  ],
  [
    "D, which shows V and not V, although D before C (began to add|looked for) V(?: in vain)?",
    (told, observer, shown, missing, later, client, how, element) =>
      shown === element &&
      isNeverRemoved(told, missing) &&
      told.some([observer, later], (one, other) => {
        const earlier = told.history.filter((operation) => {
          if (operation.client !== Number(client) || !isBefore(other, operation)) return false;
          return how === "looked for"
            ? lacks(operation, shown)
            : isFirstAdd(told, operation, shown);
        });
        return has(one, shown) && lacks(one, missing) && has(other, missing) && earlier.length > 0;
      }),
  ],
  [
    "D, which shows V and not V, although D before any client began to add V: C was the first",
    (told, observer, shown, missing, later, element, client) =>
      shown === element &&
      isNeverRemoved(told, missing) &&
      told.some([observer, later], (one, other) => {
        const isSeen = has(one, shown) && lacks(one, missing) && has(other, missing);
        return isSeen && areAddsAfter(told, other, element, client);
      }),
  ],
  [
    "D(?:, which shows V,)? before C began to add V, and nothing else added it",
    (told, later, shown, client, element) =>
      (shown === "" || shown === element) &&
      told.some([later], (one) => {
        const [add, ...others] = addsOf(told, element);
        return (
          add !== undefined &&
          others.length === 0 &&
          add.client === Number(client) &&
          has(one, element) &&
          isBefore(one, add)
        );
      }),
  ],
  [
    "D(?:, which shows V,)? before any client began to add V: C was the first",
    (told, later, shown, element, client) =>
      (shown === "" || shown === element) &&
      told.some([later], (one) => {
        return has(one, element) && areAddsAfter(told, one, element, client);
      }),
  ],
  [
    "D(?:, without V,)? after D(?:, which shows V)?, although it was never removed",
    (told, earlier, without, later, shown) =>
      told.some([later, earlier], (one, other) => {
        const element = [without, shown].find((word) => word !== "") ?? wordFor(one.input);
        const fits = [without, shown].every((word) => word === "" || word === element);
        const isTooLate = lacks(other, element) || (other.name === "add" && other.output === true);
        return (
          fits &&
          isBefore(one, other) &&
          has(one, element) &&
          isTooLate &&
          isNeverRemoved(told, element)
        );
      }),
  ],
];

/** Whether the element is there, in each order of what was called before the operation. */
function presenceBefore(told: Told, { called }: Operation, element: string): boolean[] {
  const { initial, step } = told.model;
  const earlier = told.history
    .filter((one) => one.called < called && wordFor(one.input) === element)
    .map((one) => ((one.returned ?? Infinity) > called ? { ...one, returned: undefined } : one));
  const found: boolean[] = [];
  everyOrder(earlier, step, initial, (order) => {
    const elements = (order.at(-1)?.state ?? initial) as readonly unknown[];
    found.push(elements.some((one) => wordFor(one) === element));
  });
  return found;
}

/** Whether each add of the element was called after the operation, the client's first. */
function areAddsAfter(told: Told, one: Operation, element: string, client: string): boolean {
  const adds = addsOf(told, element).toSorted((a, b) => a.called - b.called);
  return adds[0]?.client === Number(client) && adds.every((add) => isBefore(one, add));
}

function addsOf({ history }: Told, element: string): Operation[] {
  return history.filter(
    ({ name, input, output }) => name === "add" && output !== false && wordFor(input) === element,
  );
}

/** Whether an add was the first: it says so, or there is no other. */
function isFirstAdd(told: Told, { name, input, output }: Operation, element: string): boolean {
  if (name !== "add" || wordFor(input) !== element) return false;
  return output === true || addsOf(told, element).length === 1;
}

function isNeverRemoved({ history }: Told, element: string): boolean {
  return !history.some(
    ({ name, input, output }) =>
      name === "remove" && output !== false && wordFor(input) === element,
  );
}

/** Whether the element was there once the operation had taken effect. */
function has({ name, input, output }: Operation, element: string): boolean {
  if (name === "read") return ((output ?? []) as unknown[]).some((one) => wordFor(one) === element);
  const isThere = name === "add" || (name === "contains" && output === true);
  return isThere && wordFor(input) === element;
}

/** Whether the operation found it missing. */
function lacks({ name, input, output, returned }: Operation, element: string): boolean {
  if (name === "read") {
    return (
      returned !== undefined &&
      !((output ?? []) as unknown[]).some((one) => wordFor(one) === element)
    );
  }
  const isMissing = name === "add" ? output === true : output === false && name !== "add";
  return isMissing && wordFor(input) === element;
}
