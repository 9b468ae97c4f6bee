/**
 * The child's side of {@link superviseChild}: takes one request, sends messages, and ends.
 *
 * Ctrl-C reaches every process of a terminal. A child ignores it, since its parent decides what
 * is to be kept; and a child ends as soon as its parent is gone.
 */

export interface ParentLink<Message> {
  readonly send: (message: Message) => void;
  /** Sends a last message, and ends the process once it is on its way. */
  readonly sendAndExit: (message: Message) => void;
}

export interface Service<Request, Message> {
  /** Does what the parent asks for. What it resolves to is the last message. */
  readonly serve: (request: Request) => Promise<Message>;
  /** Makes the last message from whatever was thrown, rejected, or left unhandled. */
  readonly describeFailure: (error: unknown) => Message;
}

/** Waits for the parent's request, and serves it. To be called once, at the top of a program. */
export function serveParent<Request, Message>({
  serve,
  describeFailure,
}: Service<Request, Message>): ParentLink<Message> {
  const fail = (error: unknown): void => sendAndExit(describeFailure(error));
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit());
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.once("message", (request) => {
    serve(request as Request).then(sendAndExit, fail);
  });
  return { send, sendAndExit };
}

function send(message: unknown): void {
  process.send?.(message);
}

function sendAndExit(message: unknown): void {
  process.send?.(message, () => process.exit());
}
