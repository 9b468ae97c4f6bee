/** An event with numbers for its texts and values: what becomes a part of a row of columns. */
import type { Values } from "../history/values.ts";
import type { Event } from "./event.ts";
import type { Words } from "./words.ts";

export interface CodedEvent extends Said {
  process: number;
  type: Event["type"];
  /** The number of the operation's name, and that of the key. */
  name: number;
  key: number;
  /** Whether it says that it was not applied. */
  isRefused: boolean;
  /** Whether it says whether it was applied; where that need not be said, it is not. */
  isTold: boolean;
  /** In nanoseconds, if it has one. */
  time: number | undefined;
}

/** The value of an event, by its number; or, of a compare-and-set or an update, two values. */
export interface Said {
  size: 0 | 1 | 2;
  first: number;
  second: number;
}

/** An event to be written over: one serves for all lines, so that a line leaves nothing behind. */
export function blankEvent(): CodedEvent {
  return {
    process: 0,
    type: "invoke",
    name: 0,
    key: 0,
    isRefused: false,
    isTold: false,
    time: undefined,
    size: 0,
    first: 0,
    second: 0,
  };
}

interface TimedEvent {
  readonly event: Event;
  readonly time: number | undefined;
}

/** @throws {SyntaxError} if the key was of another type before. */
export function codeEvent({ event, time }: TimedEvent, words: Words, values: Values): CodedEvent {
  const { process, type, value, applied } = event;
  const key = words.keyOf(event);
  const name = words.nameOf(event);
  const coded = {
    process,
    type,
    name,
    key,
    isRefused: applied === false,
    isTold: applied !== undefined,
    time,
  };
  const { layout } = words.word(name);
  if (value === undefined) return { ...coded, size: 0, first: 0, second: 0 };
  if ((layout === "cas" || layout === "update") && Array.isArray(value) && value.length === 2) {
    const [first, second] = value.map((part) => values.numberOf(part));
    return { ...coded, size: 2, first: first!, second: second! };
  }
  return { ...coded, size: 1, first: values.numberOf(value), second: 0 };
}
