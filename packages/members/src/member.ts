import { errorData } from "./error-data.ts";

/**
 * A member of one run, as its coordinator sees it: a worker thread, a process, or anything else that
 * a {@link Transport} leads to. It is asked, it replies, and it may end at any moment.
 */
export interface Member<Request, Reply> {
  /** As people know it: "thread 2". */
  readonly name: string;

  /**
   * Resolves to the reply. Several requests may be under way, and are served as they arrive.
   *
   * @param transfer what in the request is transferred to a thread rather than copied.
   * @throws {MemberFailure} if serving throws, or if the member ends first.
   * @throws {DOMException} a DataCloneError, if the request cannot be posted.
   */
  ask(request: Request, transfer?: readonly object[]): Promise<Reply>;

  /** Calls the listener with all that the member notifies from now on: messages that are no replies. */
  onNotice(listener: (notice: unknown) => void): void;

  /** Resolves when the member has ended, however it did. Never rejects. */
  readonly ended: Promise<MemberEnd>;

  /** Ends the member wherever it is, and resolves when it has ended. To call it again does nothing. */
  end(): Promise<void>;
}

/** How a member ended. */
export interface MemberEnd {
  /** Null if a signal ended it, or if it never began. */
  readonly exitCode: number | null;
  /** The signal that ended it: "SIGKILL". */
  readonly signal?: string;
  /** What it threw and did not catch, if that is what ended it. */
  readonly error?: unknown;
}

/** A member failed. The `cause` is the member's own error, if there is one. */
export class MemberFailure extends Error {
  readonly code = "MEMBER_FAILURE";
  /** How the member ended; undefined if it goes on, and only one request failed. */
  readonly end: MemberEnd | undefined;

  private constructor(message: string, cause: unknown, end?: MemberEnd) {
    super(message, { cause });
    this.name = "MemberFailure";
    this.end = end;
  }

  /** The failure of a member that threw this while it served a request, and goes on. */
  static ofRequest(member: string, error: unknown): MemberFailure {
    return new MemberFailure(`${member}: ${errorData(error).message}`, error);
  }

  /** The failure of a member that has ended. */
  static ofEnd(member: string, end: MemberEnd): MemberFailure {
    const { exitCode, signal, error } = end;
    const how = signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
    const message =
      error === undefined ? `${member} ended ${how}` : `${member}: ${errorData(error).message}`;
    return new MemberFailure(message, error, end);
  }
}
