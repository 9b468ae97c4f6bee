/**
 * How each command of the documents is tested: run as it is written, read by the command's own
 * parser, or known not to be run here, with the reason. A command that none of these speaks of
 * fails the test, so a new one is thought about when it is written.
 */

export type Way =
  /** Run, and it must succeed. */
  | { readonly way: "run" }
  /** Its flags and names are read by the parser that `pnpm compare` has. */
  | { readonly way: "parse" }
  /** Neither, and why. */
  | { readonly way: "known"; readonly because: string };

const run: Way = { way: "run" };
const parse: Way = { way: "parse" };
const known = (because: string): Way => ({ way: "known", because });

/** The first that matches holds. They are matched without `npx --yes` and pnpm's own flags. */
export const ways: readonly (readonly [RegExp, Way])[] = [
  [/^pnpm compare (?:list|--help)$/, run],
  [/^pnpm compare explore unsynchronized /, run],
  [/^pnpm compare mutex --workload contended --save-history run\.jsonl$/, run],
  [/^pnpm compare check run\.jsonl$/, run],
  [/^pnpm example(?: |$)/, run],
  [/^pnpm cards(?: --check)?$/, known("CI sees that the cards are current")],
  // Minutes of measuring together, or files that the reader has: the flags must be right.
  [/^pnpm compare(?: |$)/, parse],

  [/^pnpm break-it(?: |$)/, known("a test of the lessons runs every break")],
  [/^pnpm walkthroughs(?: |$)/, known("CI sees that the walk-throughs are current")],
  [/^pnpm (?:bench|known-answers)(?: |$)/, known("a measurement of minutes")],
  [/^pnpm test:peers$/, known("it installs other libraries from the network")],
  [/^pnpm install$/, known("the tests run in what it has installed")],
  [/^pnpm test \S+$/, known("CI runs the same for all packages")],
  [/^pnpm new-strategy /, known("a test of the command runs it in a copy of the repository")],
  [/^(?:npx )?pnpm$/, known("it is how the others begin")],
  [
    /^pnpm (?:test|test:all|check-types|lint|format|unused|build)$|^\.ci\/run$/,
    known("CI is made of these"),
  ],
  [/^cd \S+ && pnpm exec vitest$/, known("it watches files until it is stopped")],
  [/^(?:go|export GO|\.\/reference) ?/, known("needs Go; CI tests the reference by itself")],
  [/^node \S*bench\/\S+\.mjs$/, known("a measurement of its own; what it needs must exist")],
];

/** A command without the words that differ from reader to reader. */
export function bareCommand(command: string): string {
  return command
    .replaceAll(/\bnpx --yes /g, "")
    .replaceAll(/\bpnpm (?:(?:-w|-s|--silent) )+/g, "pnpm ");
}

export function wayOf(command: string): Way | undefined {
  return ways.find(([pattern]) => pattern.test(bareCommand(command)))?.[1];
}
