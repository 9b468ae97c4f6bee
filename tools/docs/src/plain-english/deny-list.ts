/**
 * Words that make a text read like a translation, and what to write instead. The list holds only
 * patterns that are nearly always wrong; a legitimate use is excluded by the pattern itself.
 */

export interface DeniedWords {
  /** Matches the words in a text whose lines are joined by single spaces. */
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly instead: string;
}

/** Things that are counted or measured, and are no verbs, as the left side of "per". */
const AMOUNT =
  "(?:ns|µs|ms|nanoseconds?|microseconds?|milliseconds?|operations|ops|promises|hops|bytes|allocations|listeners)";

/** What they are counted by. */
const UNIT =
  "(?:operation|op|second|minute|update|read|write|request|message|key|client|caller|row|round|run|strategy|turn|trial|package|file)";

export const denyList: readonly DeniedWords[] = [
  // A pronoun where a noun belongs.
  { pattern: /\b(?:nobody|no one)\b/gi, instead: "the noun: no client, no caller, nothing" },
  { pattern: /\bwho(?:m|so)?ever\b/gi, instead: "the noun: a caller that, a client that" },
  { pattern: /\b(?:somebody|someone)\b/gi, instead: "the noun: a client, a caller, a reader" },
  {
    pattern: /(?:^|[.!?:;] )Who [^?]*?[.!](?: |$)/g,
    instead: "the noun: a client that, a reader who",
  },
  // "a" for "per".
  { pattern: new RegExp(`\\b${AMOUNT} an? ${UNIT}\\b`, "g"), instead: "per" },
  {
    pattern: /\b(?:updates|reads|writes|turns|times) an? (?:second|minute|run)\b/g,
    instead: "per",
  },
  // An amount without its name.
  { pattern: /\bso many\b/gi, instead: "n, or the number" },
  {
    // "a counter that many add to" is fine.
    pattern: /\b(?:for|after|of|within|in|with|at|by) that many\b/gi,
    instead: "n, or the number",
  },
  // Words with a plainer one.
  {
    pattern: /\b(?:comes|came) to (?!be\b|rest\b|an end\b|a close\b)/gi,
    instead: "totals, is, adds up to",
  },
  {
    pattern: /\b(?:is|are|was|were|be|been|being) told\b(?! apart)/gi,
    instead: "listed, reported, named, informed",
  },
  {
    pattern: /\b(?:stands?|stood)\b(?!-| (?:for|still|alone)\b)/gi,
    instead: "is, are, has (stands for and stands still are fine)",
  },
  { pattern: /\bbeside\b/gi, instead: "compared with, next to, in addition to" },
  { pattern: /\bfor good\b(?! reason)/gi, instead: "permanently, for ever" },
  {
    pattern: /\bof (?:its|their|his) own\b/gi,
    instead: "own, separate: its own process",
  },
  // The idiom of the field is another one. (Old results have a field whose whole value is "floor".)
  {
    pattern: /(?<!^)\bfloors?\b|\bfloors?\b(?!$)/gi,
    instead: "yardstick, baseline, lower bound; or layer",
  },
];
