/**
 * A break: one line of a strategy's source, changed so that its store no longer keeps the contract.
 * The broken stores of this package prove that the suite catches faults; breaks prove that it
 * guards the very lines that make a strategy right.
 *
 * A strategy's package keeps its breaks in `test/breaks.ts`, whose default export is an array of
 * them. `pnpm break-it` finds them there and applies them to a temporary copy.
 */
import { brokenStores } from "./broken-stores/index.ts";
import { brokenSharedStores } from "./shared/broken-stores/index.ts";

export interface Break {
  /** Lower-case words joined by hyphens; no two breaks of a package share one. */
  readonly id: string;

  /** One sentence: what the store does wrong now. */
  readonly summary: string;

  /** The file that is changed, from the package's folder: `src/mutex-store.ts`. */
  readonly file: string;

  /** The line as it is now, without its indentation. The file must have it exactly once. */
  readonly line: string;

  /** The lines that replace it, none or more, indented as the line was. */
  readonly becomes: readonly string[];

  /** The tests of the contract that must fail. All others must pass. */
  readonly caughtBy: readonly string[];

  /**
   * Of a strategy for several members: tests that fail as well if two threads meet by chance, which
   * no list can foresee.
   */
  readonly mayBeCaughtBy?: readonly string[];

  /** Which strategy is broken, by its id; the first that the package exports, if not given. */
  readonly strategy?: string;

  /**
   * The smallest schedule that fails, in the plainest scenario of the explorer that has one; or
   * why none of its scenarios has.
   */
  readonly schedule:
    | { readonly scenario: string; readonly steps: string }
    | { readonly none: string };
}

/**
 * The tests that catch a broken store, in one event loop or between threads: a break with the same
 * fault is caught by the same ones.
 *
 * @param options `except`: tests that the break passes all the same, since the rest of its store is
 *   right where the broken store's is not.
 * @throws {RangeError} if there is no broken store of this id, or if one of the exceptions does not
 *   catch it anyway.
 */
export function testsThatCatch(
  brokenStoreId: string,
  { except = [] }: { readonly except?: readonly string[] } = {},
): readonly string[] {
  const stores = [...brokenStores, ...brokenSharedStores];
  const store = stores.find(({ id }) => id === brokenStoreId);
  if (store === undefined) {
    const ids = stores.map(({ id }) => id).join(", ");
    throw new RangeError(`there is no broken store "${brokenStoreId}"; there are ${ids}`);
  }
  const { caughtBy } = store;
  const vain = except.find((name) => !caughtBy.includes(name));
  if (vain !== undefined) {
    throw new RangeError(`"${vain}" does not catch "${brokenStoreId}", so it is no exception`);
  }
  return caughtBy.filter((name) => !except.includes(name));
}
