/**
 * A member of one run, as its coordinator sees it: a worker thread today, and anything else that a
 * {@link Transport} leads to. It is asked, it replies, and it may end at any moment.
 */
export interface Member<Request, Reply> {
  /** As people know it: "thread 2". */
  readonly name: string;

  /**
   * Resolves to the reply. Several requests may be under way, and are served as they arrive.
   *
   * @param transfer what in the request is transferred rather than copied.
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
  readonly exitCode: number;
  /** What it threw and did not catch, if that is what ended it. */
  readonly error?: unknown;
}

/** A member could not serve a request. The `cause` is the member's own error, if there is one. */
export class MemberFailure extends Error {
  readonly code = "MEMBER_FAILURE";
  /** Which member it was: "thread 2". */
  readonly member: string;
  /** How the member ended; undefined if it goes on, and only this request failed. */
  readonly end: MemberEnd | undefined;

  constructor(member: string, message: string, { cause, end }: FailureDetails = {}) {
    super(`${member}${message}`, { cause });
    this.name = "MemberFailure";
    this.member = member;
    this.end = end;
  }
}

interface FailureDetails {
  readonly cause?: unknown;
  readonly end?: MemberEnd;
}
