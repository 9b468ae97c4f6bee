import type { Clause } from "../contract-test.ts";
import { abortListeners } from "./abort-listeners.ts";
import { asynchrony } from "./asynchrony.ts";
import { cancellation } from "./cancellation.ts";
import { closing } from "./closing.ts";
import { failingUpdaters } from "./failing-updaters.ts";
import { independence } from "./independence.ts";
import { keysAndValues } from "./keys-and-values.ts";
import { linearizability } from "./linearizability.ts";
import { manyClients } from "./many-clients.ts";
import { ordering } from "./ordering.ts";
import { progress } from "./progress.ts";
import { readingAndWriting } from "./reading-and-writing.ts";
import { updating } from "./updating.ts";

/** The contract, from its simplest promises to those that need many clients. */
export const clauses: readonly Clause[] = [
  { title: "reading and writing", tests: readingAndWriting },
  { title: "keys and values", tests: keysAndValues },
  { title: "updating", tests: updating },
  { title: "passing an updater that awaits", tests: progress },
  { title: "updaters that fail", tests: failingUpdaters },
  { title: "asynchrony", tests: asynchrony },
  { title: "ordering", tests: ordering },
  { title: "cancellation", tests: cancellation },
  { title: "abort listeners", tests: abortListeners },
  { title: "closing", tests: closing },
  { title: "independence", tests: independence },
  { title: "linearizability", tests: linearizability },
  { title: "many clients", tests: manyClients },
];
