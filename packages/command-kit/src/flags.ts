/** Parsers of flags: from the text that was typed to the value, or an error that says how to write it. */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { suggestion } from "./nearest-name.ts";

/** The longest time that a flag takes: a timer cannot be set for much longer. */
const LONGEST_TIME_US = 1_000_000_000;

const unitInUs = { us: 1, µs: 1, ms: 1_000, s: 1_000_000 } as const;

/** A time such as `300ms`, `2s` or `50us`, in whole microseconds. */
export function parseTime(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(us|µs|ms|s)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) {
    throw new InvalidArgumentError("Write a time as 300ms, 2s or 50us.");
  }
  const microseconds = Math.round(Number(number) * unitInUs[unit as keyof typeof unitInUs]);
  if (microseconds > LONGEST_TIME_US) throw new InvalidArgumentError("It is longer than 1000s.");
  return microseconds;
}

/** A time of at least a millisecond, in whole microseconds. */
export function parseDuration(text: string): number {
  const microseconds = text === "0" ? 0 : parseTime(text);
  if (microseconds < 1000) throw new InvalidArgumentError("Give at least 1ms.");
  return microseconds;
}

/** A time, or `0` for none, in whole microseconds. */
export function parseTimeOrZero(text: string): number {
  return text === "0" ? 0 : parseTime(text);
}

const unitInBytes = {
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
} as const;

/** What no machine has that this is written for. */
const MOST_BYTES = 2 ** 40;

/** An amount of memory such as `512MiB` or `2GB`, in whole bytes. */
export function parseMemory(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(kB|MB|GB|KiB|MiB|GiB)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) {
    throw new InvalidArgumentError("Write an amount of memory as 512MiB or 2GB.");
  }
  const bytes = Math.round(Number(number) * unitInBytes[unit as keyof typeof unitInBytes]);
  if (bytes < unitInBytes.MiB) throw new InvalidArgumentError("Give at least 1MiB.");
  if (bytes > MOST_BYTES) throw new InvalidArgumentError("It is more than 1024GiB.");
  return bytes;
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
