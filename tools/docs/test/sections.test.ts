import { expect, test } from "vitest";
import { proseOf } from "../src/walkthroughs/prose.ts";
import { readSource } from "../src/walkthroughs/sections.ts";

const source = `/**
 * A counter.
 *
 * Invariant: it never goes down.
 */
import { log } from "./log.ts";
import {
  type One,
  type Two,
} from "./numbers.ts";

/** Where it starts. */
const START = 0;

export class Counter {
  /** What it has come to. */
  #count = START;

  // Both methods are synchronous.

  /**
   * Counts one more.
   */
  count(): void {
    // Tell first.
    log("one more");
    this.#count += 1;
  }

  get value(): number {
    return this.#count;
  }
}

export function counter(): Counter {
  return new Counter();
}
`;

test("a comment before a declaration becomes prose, with the code it speaks of", () => {
  const { sections } = readSource(source);
  expect(sections.map(({ name, comment }) => ({ name, comment }))).toEqual([
    { name: "", comment: "A counter.\n\nInvariant: it never goes down." },
    { name: "START", comment: "Where it starts." },
    { name: "Counter", comment: "" },
    { name: "", comment: "Both methods are synchronous." },
    { name: "count", comment: "Counts one more." },
    { name: "counter", comment: "" },
  ]);
});

test("a comment on a field, or inside a body, stays beside its line", () => {
  const { sections } = readSource(source);
  expect(sections[2]?.code).toContain("  /** What it has come to. */");
  expect(sections[4]?.code).toContain("    // Tell first.");
});

const words = (text: string): string[] => text.match(/[\w#]+/g) ?? [];

test("nothing of the source is lost", () => {
  const { imports, sections } = readSource(source);
  const kept = [
    ...words(sections[0]?.comment ?? ""),
    ...words(imports.join("\n")),
    ...sections.slice(1).flatMap(({ comment, code }) => words([comment, ...code].join("\n"))),
  ];
  expect(kept).toEqual(words(source));
});

test("the marks of doc comments become Markdown, and markup is shown as it is", () => {
  const comment = [
    "Makes a {@link Counter} of Promise<void>, as `Map<Key>`.",
    "",
    "    const a = b < c;",
    "",
    "@param start where it begins",
    "@throws {RangeError} if that is below 0.",
  ].join("\n");
  expect(proseOf(comment).split("\n")).toEqual([
    "Makes a `Counter` of Promise&lt;void>, as `Map<Key>`.",
    "",
    "    const a = b < c;",
    "",
    "- `start`: where it begins",
    "- Throws `RangeError` if that is below 0.",
  ]);
});
