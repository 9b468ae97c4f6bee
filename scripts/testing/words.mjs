/** The words of `pnpm test`: names of packages, and a few flags. */
import { parseArgs } from "node:util";

/** What was typed makes no sense; the message is for the person who typed it. */
export class TestWordsError extends Error {}

const options = {
  force: { type: "boolean" },
  testNamePattern: { type: "string", short: "t" },
  bail: { type: "string" },
  help: { type: "boolean", short: "h" },
};

/**
 * Reads what was typed. `names` are the packages to test, all if there is none; `force` repeats
 * what has passed already; `runnerOptions` are vitest's, by its own names.
 */
export function readWords(command, typed) {
  let words;
  try {
    words = parseArgs({
      args: typed.filter((word) => word !== "--"),
      options,
      allowPositionals: true,
    });
  } catch (error) {
    throw new TestWordsError(`${error.message.split(". ")[0]}. See pnpm ${command} --help`);
  }
  const { force = false, help = false, testNamePattern, bail } = words.values;
  if (help) return { help: helpOf(command) };
  if (bail !== undefined && !/^[1-9]\d*$/.test(bail)) {
    throw new TestWordsError(`--bail takes a number from 1 on, not "${String(bail)}"`);
  }
  const runnerOptions = {};
  if (testNamePattern !== undefined) runnerOptions.testNamePattern = testNamePattern;
  if (bail !== undefined) runnerOptions.bail = Number(bail);
  return { names: words.positionals, force, runnerOptions };
}

function helpOf(command) {
  const what =
    command === "test"
      ? "every package that has changed since its tests last passed"
      : "the same as `pnpm test`, then the long tests, the peers, external state and the Go reference";
  return `Tests ${what}.

Usage: pnpm ${command} [PACKAGE...] [flags]

  PACKAGE        only this package and those it is made of, for example: mutex-store
  --force        test also what has not changed since it passed
  -t PATTERN     only the tests whose name matches this pattern
  --bail NUMBER  stop after this number of failures

vitest's other flags work in a package's folder: pnpm exec vitest
`;
}
