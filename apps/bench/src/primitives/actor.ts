/** The repository's actor. */
import { Actor, type Mailable } from "@sync-strategies/actor-store";
import type { Primitives } from "@sync-strategies/primitives";

interface Question extends Mailable {
  readonly request: number;
  readonly resolve: (reply: number) => void;
}

class Server extends Actor<Question> {
  readonly #serve: (request: number) => number;

  constructor(serve: (request: number) => number) {
    super();
    this.#serve = serve;
  }

  protected override receive({ request, resolve }: Question): undefined {
    resolve(this.#serve(request));
  }
}

const primitives: Primitives = {
  id: "actor",
  startServer(serve) {
    const server = new Server(serve);
    return (request) =>
      new Promise((resolve) => {
        server.post({ request, resolve, place: -1 });
      });
  },
};

export default primitives;
