/**
 * The child's side of {@link superviseChild}: takes one request, sends messages, and ends.
 *
 * Ctrl-C may reach every process of a terminal. A child ignores it, since its parent decides what
 * is to be kept; and a child ends as soon as its parent is gone.
 */
import { changedBuiltIn, ChangedBuiltInError, restoreBuiltIns } from "./built-ins.ts";
import { connectToParent } from "./parent-link.ts";

export interface Service<Request, Message> {
  /** Does what the parent asks for. What it resolves to is the last message. */
  readonly serve: (request: Request) => Promise<Message>;
  /** Makes the last message from whatever was thrown, rejected, or left unhandled. */
  readonly describeFailure: (error: unknown) => Message;
}

/** The longest time that a timer takes, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Serves the parent's request. To be called once, at the top of a program. */
export function serveParent<Request, Message>({
  serve,
  describeFailure,
}: Service<Request, Message>): { readonly send: (message: Message) => void } {
  const { request, send } = connectToParent<Request, Message>();
  const exit = process.exit.bind(process);
  const sendAndExit = (message: Message): void => {
    send(message);
    exit();
  };
  const fail = (error: unknown): void => {
    // What fails after such a change fails for reasons that name no culprit.
    const changed = changedBuiltIn();
    restoreBuiltIns();
    const cause = changed === undefined ? error : new ChangedBuiltInError(changed);
    sendAndExit(describeFailure(cause));
  };
  process.on("SIGINT", () => {});
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  // A strategy that waits for nothing that could come is hung, and has not ended.
  setInterval(() => {}, LONGEST_TIMER_MS);
  void run();
  return { send };

  async function run(): Promise<void> {
    try {
      // The caller goes on first: what it serves with may need what this returns.
      await Promise.resolve();
      sendAndExit(await serve(request));
    } catch (error) {
      fail(error);
    }
  }
}
