/** xstate's callback actor, which runs on its sender's stack; each event carries its reply. */
import { createActor, fromCallback } from "xstate";
import type { Primitives } from "@sync-strategies/primitives";

interface Question {
  readonly type: "question";
  readonly request: number;
  readonly resolve: (reply: number) => void;
}

const primitives: Primitives = {
  id: "xstate callback",
  startServer(serve) {
    const actor = createActor(
      fromCallback<Question>(({ receive }) => {
        receive(({ request, resolve }) => resolve(serve(request)));
      }),
    ).start();
    return (request) =>
      new Promise((resolve) => actor.send({ type: "question", request, resolve }));
  },
};

export default primitives;
