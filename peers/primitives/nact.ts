/** nact's stateless actor and its query. */
import { dispatch, query, spawnStateless, start, type Ref } from "nact";
import type { Primitives } from "@sync-strategies/primitives";

interface Question {
  readonly request: number;
  readonly replyTo: Ref<number>;
}

/** A query needs a limit; this is the longest that a timer knows, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

const primitives: Primitives = {
  id: "nact",
  startServer(serve) {
    const actor: Ref<Question> = spawnStateless(start(), ({ request, replyTo }: Question) =>
      dispatch(replyTo, serve(request)),
    );
    return (request) => query(actor, (replyTo: Ref<number>) => ({ request, replyTo }), LONGEST_MS);
  },
};

export default primitives;
