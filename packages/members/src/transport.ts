/**
 * The two ends of the way to a member. They carry messages, and know nothing of what is in them:
 * `member-over.ts` and `serve-coordinator.ts` do, and need not know what a member is.
 */
import type { MemberEnd } from "./member.ts";

/** The coordinator's end. */
export interface Transport {
  /** @throws {DOMException} a DataCloneError, if the message cannot be posted. */
  post(message: unknown, transfer: readonly object[]): void;

  /** To be called once. Messages that came before are not lost. */
  onMessage(listener: (message: unknown) => void): void;

  /** Resolves when the member has ended, and every message that it posted has been delivered. */
  readonly ended: Promise<MemberEnd>;

  /** Ends the member wherever it is. */
  end(): Promise<unknown>;
}

/** The member's end. */
export interface Link extends Pick<Transport, "post" | "onMessage"> {
  /** From now on the link keeps the member from ending no longer. */
  unref(): void;
}
