/**
 * One end of a line that carries messages both ways, in their order: a MessagePort, or what behaves
 * like one. What is posted is copied.
 */
export interface Port {
  /** @throws {Error} if the message cannot be copied; then nothing of it leaves. */
  postMessage(message: readonly unknown[]): void;

  on(event: "message", listener: (message: readonly unknown[]) => void): unknown;
  /** The other end is gone, or this one was closed. */
  on(event: "close", listener: () => void): unknown;

  /** Whether the line keeps this end's thread from ending. */
  ref(): void;
  unref(): void;

  /** Closes the line when all that was posted has left. */
  close(): void;
}
