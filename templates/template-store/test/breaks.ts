/**
 * One-line changes that break this store, for `pnpm break-it template-store`.
 *
 * TODO: when you change the store, change these with it. Break two or three of the lines that make
 * it correct, and let the command report which tests catch each of them.
 */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "released-before-the-await",
    summary: "Releases the lock before the updater's promise has settled.",
    file: "src/template-store.ts",
    line: "const next = await updater(this.#state.get(key));",
    becomes: ["this.#lock.release();", "const next = await updater(this.#state.get(key));"],
    caughtBy: [
      ...testsThatCatch("no-lock"),
      ...testsThatCatch("closes-too-early", {
        except: ["a closed store holds no key and no value"],
      }),
    ],
    schedule: { scenario: "lost-update", steps: "ABBA" },
  },
  {
    id: "never-closed",
    summary: "Accepts operations after it was closed.",
    file: "src/template-store.ts",
    line: "if (this.#closed !== undefined) return Promise.reject(new StoreClosedError());",
    becomes: [],
    caughtBy: [...testsThatCatch("never-refuses")],
    schedule: { scenario: "close-while-waiting", steps: "CAA" },
  },
];

export default breaks;
