/**
 * The member's side of the protocol: serves the coordinator's requests. To be called once, at the
 * top of a member's program and before it loads code of unknown origin, which then finds no way to
 * the coordinator.
 */
import { isMainThread } from "node:worker_threads";
import { errorData } from "./error-data.ts";
import type { Answer, Question } from "./protocol.ts";
import { linkOfProcess } from "./process-link.ts";
import { linkOfThread } from "./thread-link.ts";

/** A reply, and what in it is transferred rather than copied. Made by {@link transferring}. */
export class Transferring<Reply> {
  readonly reply: Reply;
  readonly transfer: readonly object[];

  constructor(reply: Reply, transfer: readonly object[]) {
    this.reply = reply;
    this.transfer = transfer;
  }
}

/**
 * A reply in which these objects are transferred: buffers, ports. They are gone here afterwards. To
 * another process they are copied.
 */
export function transferring<Reply>(
  reply: Reply,
  transfer: readonly object[],
): Transferring<Reply> {
  return new Transferring(reply, transfer);
}

type Serve<Request, Reply> = (request: Request) => Promise<Reply | Transferring<Reply>>;

/** What a member that serves its coordinator can do besides. */
export interface Serving {
  /** Tells the coordinator something that it did not ask for, such as progress. */
  readonly notify: (notice: unknown) => void;
  /** Lets the member end by itself once nothing but the coordinator's requests can come. */
  readonly letEnd: () => void;
}

/**
 * @param serve called with each request, as it arrives. What it throws, or a reply that cannot be
 *   posted, rejects the coordinator's promise, and the member goes on.
 * @param onCoordinatorEnd for a process: called once its coordinator has ended or was killed, so that
 *   it can clear away what that leaves, and then end. If missing, the process ends at once.
 */
export function serveCoordinator<Request, Reply>(
  serve: Serve<Request, Reply>,
  onCoordinatorEnd?: () => void,
): Serving {
  const link = isMainThread ? linkOfProcess(onCoordinatorEnd) : linkOfThread();
  const send = (answer: Answer<Reply>, transfer: readonly object[] = []): void =>
    link.post(answer, transfer);

  const answer = async ({ number, request }: Question<Request>): Promise<void> => {
    try {
      const made = await serve(request);
      const { reply, transfer } = made instanceof Transferring ? made : transferring(made, []);
      send({ type: "replied", number, reply }, transfer);
    } catch (error) {
      send({ type: "threw", number, error: errorData(error) });
    }
  };

  link.onMessage((question) => void answer(question as Question<Request>));
  send({ type: "ready" });
  return { notify: (notice) => send({ type: "notice", notice }), letEnd: () => link.unref() };
}
