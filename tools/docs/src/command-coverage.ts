/**
 * How each command of the documents is tested: run as it is written, parsed by the command that it
 * names, or tested elsewhere or not at all, with the reason. A command that no rule covers fails
 * the test, so that a new one is considered when it is written.
 */

export type Coverage =
  /** Run by a test of this package; it must succeed. */
  | { readonly by: "run" }
  /** Parsed by a test of the app behind `pnpm compare`. */
  | { readonly by: "parse" }
  /** Neither, and why. */
  | { readonly by: "other"; readonly because: string };

const run: Coverage = { by: "run" };
const parse: Coverage = { by: "parse" };
const other = (because: string): Coverage => ({ by: "other", because });

/** The first rule that matches applies. A rule matches a {@link bareCommand}. */
export const rules: readonly (readonly [RegExp, Coverage])[] = [
  [/^pnpm compare (?:list|--help)$/, run],
  [/^pnpm compare explore unsynchronized /, run],
  [/^pnpm compare mutex --workload contended --save-history run\.jsonl$/, run],
  [/^pnpm compare check run\.jsonl$/, run],
  [/^pnpm example(?: |$)/, run],
  [/^pnpm compare (?:check|diff)$/, other("only the command's name; alone it lacks its files")],
  // These measure for minutes together, or read files that only the reader has.
  [/^pnpm compare(?: |$)/, parse],

  [/^pnpm documents(?: |$)/, other("a test of this package runs the same check")],
  [/^pnpm break-it(?: |$)/, other("a test of break-it runs every break")],
  [/^pnpm lab(?: |$)/, other("the lab's long tests build and serve it")],
  [/^pnpm (?:bench|known-answers)(?: |$)/, other("a measurement of minutes")],
  [/^pnpm test:(?:peers|all external-state)$/, other("it installs packages from the network")],
  [/^pnpm install$/, other("the tests run in what it has installed")],
  [/^pnpm test \S+$/, other("CI runs the same for all packages")],
  [/^pnpm tsx(?: |$)/, other("a test of this package runs every example program")],
  [/^pnpm new-strategy(?: |$)/, other("a test of the command runs it in a copy of the repository")],
  [/^(?:npx )?pnpm$/, other("the first word of the other commands")],
  [
    /^pnpm (?:test|test:all|check-types|lint|format|unused|build)$|^\.ci\/run$/,
    other("CI consists of these"),
  ],
  [/^cd \S+ && pnpm exec vitest$/, other("it watches files until it is stopped")],
  [/^(?:go|export GO|\.\/reference) ?/, other("it needs Go; CI tests the reference separately")],
  [
    /^node --import @sync-strategies\/diagnostics\/register /,
    other("a test of locks runs programs so"),
  ],
  [/^node \S*bench\/\S+\.mjs$/, other("a measurement; a test sees that its file exists")],
];

/** A command without the words that differ from reader to reader. */
export function bareCommand(command: string): string {
  return command
    .replaceAll(/\bnpx --yes /g, "")
    .replaceAll(/\bpnpm (?:(?:-w|-s|--silent) )+/g, "pnpm ");
}

export function coverageOf(command: string): Coverage | undefined {
  return rules.find(([pattern]) => pattern.test(bareCommand(command)))?.[1];
}
