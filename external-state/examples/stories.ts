/** All examples on servers, by the name of their folder. */
import { story as chargedTwice } from "./charged-twice/story.ts";
import { story as jobAtOneMinute } from "./job-at-one-minute/story.ts";
import { story as lockWithoutFencing } from "./lock-without-fencing/story.ts";
import { story as readThenSave } from "./read-then-save/story.ts";
import type { ServerExample } from "./server-example.ts";

export const stories = {
  "read-then-save": readThenSave,
  "job-at-one-minute": jobAtOneMinute,
  "charged-twice": chargedTwice,
  "lock-without-fencing": lockWithoutFencing,
} satisfies Readonly<Record<string, ServerExample>>;

export { exampleOn } from "./server-example.ts";
