/**
 * A log, also known as list-append: `append` adds its input, any value, at the end and returns
 * nothing; `read` returns an array of all elements in their order, and `null` is the same as an
 * empty one.
 */
import { logEngine } from "../engines/appends/log-engine.ts";
import { isSame } from "../history/fingerprint.ts";
import type { Model } from "./model.ts";
import type { Operation } from "../history/operation.ts";

export function log(initial: readonly unknown[] = []): Model<readonly unknown[]> {
  const model: Model<readonly unknown[]> = {
    name: "log",
    initial,
    operations: ["read", "append"],
    ignoresClient: true,
    step: (elements: readonly unknown[], { name, input, output }: Operation) => {
      if (name === "append") return [...elements, input];
      return isSame(elements, output ?? []) ? elements : undefined;
    },
    isRead: ({ name }) => name === "read",
  };
  return { ...model, engines: [logEngine(model)] };
}
