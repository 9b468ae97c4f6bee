/** Histories that drawing at random once found to be judged wrongly, each as small as it gets. */
import { expect, test } from "vitest";
import { check, log, type Model, type Operation } from "@sync-strategies/linearizability";

test.each<[string, Model, Operation[]]>([
  [
    "a log of texts loses an empty one",
    log(),
    [
      { client: 1, key: "", name: "append", input: "", called: 1, returned: 2 },
      { client: 1, key: "", name: "read", output: [], called: 3, returned: 4 },
    ],
  ],
])("%s: not linearizable, for every engine and the search", (_, model, history) => {
  expect(check(history, model).verdict).toBe("not-linearizable");
  expect(check(history, { ...model, engines: [] }).verdict).toBe("not-linearizable");
});
