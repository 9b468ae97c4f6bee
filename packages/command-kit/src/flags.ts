/** The values of flags, from the text that was typed. */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { suggestion } from "./nearest-name.ts";
import { MAXIMUM_WAIT_US, type Hold } from "@sync-strategies/workload";

const unitInUs = { us: 1, µs: 1, ms: 1_000, s: 1_000_000 } as const;

/** A time such as `300ms`, `2s` or `50us`, in whole microseconds. */
export function parseTime(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(us|µs|ms|s)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) {
    throw new InvalidArgumentError("Write a time as 300ms, 2s or 50us.");
  }
  const microseconds = Math.round(Number(number) * unitInUs[unit as keyof typeof unitInUs]);
  if (microseconds > MAXIMUM_WAIT_US) throw new InvalidArgumentError("It is longer than 1000s.");
  return microseconds;
}

/** A time longer than nothing. */
export function parseDuration(text: string): number {
  const microseconds = text === "0" ? 0 : parseTime(text);
  if (microseconds < 1000) throw new InvalidArgumentError("Give at least 1ms.");
  return microseconds;
}

/** How long to go on looking, in milliseconds. */
export function parseBudget(text: string): number {
  return parseDuration(text) / 1000;
}

/** A pause: a time, or 0 for none. */
export function parsePause(text: string): number {
  return text === "0" ? 0 : parseTime(text);
}

/** What an updater awaits while it holds the state. */
export function parseHold(text: string): Hold {
  if (text === "microtask" || text === "immediate") return text;
  try {
    return parsePause(text);
  } catch {
    throw new InvalidArgumentError("Write microtask, immediate, or a time as 1ms.");
  }
}

/** A parser of whole numbers within bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^-?\d+$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

/** A parser of one of these words. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((name) => name === text);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`Choose from ${words.join(", ")}${suggestion(text, words)}`);
  };
}

/** A share such as `5%`, 1 being all. */
export function parseShare(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError("Write a share as 5%.");
  return Number(number) / 100;
}
