/** What a select does with a case, of whatever kind. */
import { shown } from "./shown.ts";

/** A chosen case without its types, which only the select's signature has. */
export interface ChosenCase {
  readonly case: string | number;
  readonly ok: boolean;
  readonly value: unknown;
}

/** The select that a case belongs to. */
export interface CaseOwner {
  /** A peer has taken the case. */
  settle(chosen: ChosenCase): void;

  /** The case can no longer be carried out. */
  refuse(error: Error): void;

  /** The case will wait in another queue from now on. */
  queueChanged(): void;
}

export abstract class AnyCase {
  abstract readonly kind: "receive" | "send" | "signal" | "promise";
  /** Its name in the select, or its index if the cases are an array. */
  name: string | number = "";
  owner: CaseOwner | undefined = undefined;

  /**
   * What it would wait at: one end of a channel, a signal or a promise; undefined if it is
   * switched off.
   */
  abstract get queue(): object | undefined;

  /** Whether the case can be carried out without waiting. */
  abstract isReady(): boolean;

  /** Carries the case out. Only if it is ready. */
  abstract carryOut(): ChosenCase;

  /** Begins to wait. Only if the case is not ready. */
  abstract wait(): void;

  /** Ends the wait, if it has not ended. */
  abstract leave(): void;

  /** The error for what a case cannot wait for. It names the case, if a select has it already. */
  protected mistake(needed: string, given: unknown): TypeError {
    const which = this.owner === undefined ? "A case" : `The case ${shown(this.name)}`;
    return new TypeError(`${which} needs ${needed}, not ${shown(given)}.`);
  }
}
