/** A change of one line that breaks a rule. */

export interface Mutant {
  /** Below src. */
  readonly file: string;
  /** What is no longer true. */
  readonly breaks: string;
  /** It must be in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  readonly shownBy: ShownBy;
}

/** The case whose histories must show it, by what they are of, and how they are presented. */
interface ShownBy {
  readonly of: string;
  readonly presentation: string;
}

/** Mutants of one file that histories of one case must show. */
export function mutantsOf(
  file: string,
  shownBy: ShownBy,
  rows: readonly (readonly [breaks: string, text: string, replacement: string])[],
): Mutant[] {
  return rows.map(([breaks, text, replacement]) => {
    return { file, breaks, text, replacement, shownBy };
  });
}

export const asTheyAre = "operations";
export const searched = "operations for the search alone";
export const ofAllSorts = "operations in any order, at other times, with values of all sorts";
export const inColumns = "a file, read into columns";
export const byOneClock = "members with one clock";
