import { beginWait, diagnosing, endWait } from "@sync-strategies/diagnostics";
import { refuseInTurn } from "@sync-strategies/event-loop";

/** A sender that waits for room in the mailbox, or for what comes of its message. */
export class WaitingSender {
  readonly waitsFor: "room" | "outcome";
  readonly #resolve: (turn?: Promise<void>) => void;
  readonly #reject: (reason: unknown) => void;

  constructor(
    actor: object,
    waitsFor: "room" | "outcome",
    resolve: (turn?: Promise<void>) => void,
    reject: (reason: unknown) => void,
  ) {
    this.waitsFor = waitsFor;
    this.#resolve = resolve;
    this.#reject = reject;
    const operation = waitsFor === "room" ? "send to" : "ask";
    if (diagnosing) beginWait(this, { operation, subject: actor });
  }

  /** The wait is over, after the event loop's turn if one is given. */
  resolve(turn?: Promise<void>): void {
    if (diagnosing) endWait(this);
    this.#resolve(turn);
  }

  reject(reason: unknown): void {
    if (diagnosing) endWait(this);
    refuseInTurn(this.#reject, reason);
  }
}
