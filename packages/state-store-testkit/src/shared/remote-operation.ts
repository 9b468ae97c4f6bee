import type { TracedCall } from "../trace.ts";
import { defer } from "../deferred.ts";
import type { Report, SeenReason } from "./orders.ts";

/** An operation that was called in a member, as its coordinator follows it. */
export class RemoteOperation {
  readonly number: number;
  readonly #call: TracedCall;
  readonly #called = defer<unknown>();
  readonly #stopped = defer();
  readonly #settled = defer<unknown>();
  #hasSettled = false;

  constructor(number: number, call: TracedCall) {
    this.number = number;
    this.#call = call;
  }

  /** Resolves to what its updater was given, when that is first called. */
  get called(): Promise<unknown> {
    return this.#called.promise;
  }

  /** Resolves when its thread has stopped in the midst of it, if it was called so. */
  get stopped(): Promise<void> {
    return this.#stopped.promise;
  }

  /** Settles as the operation does, if its member lives: it rejects with a {@link RemoteReason}. */
  get result(): Promise<unknown> {
    return this.#settled.promise;
  }

  get hasSettled(): boolean {
    return this.#hasSettled;
  }

  follow(report: Report): void {
    switch (report.report) {
      case "called":
        this.#call.calledUpdater(report.current);
        return this.#called.resolve(report.current);
      case "stopped":
        return this.#stopped.resolve();
      case "resolved":
        this.#hasSettled = true;
        this.#call.resolved(report.value);
        return this.#settled.resolve(report.value);
      case "rejected":
        this.#hasSettled = true;
        this.#call.rejected(textOf(report.reason));
        this.#called.reject(new RemoteReason(report.reason));
        return this.#settled.reject(new RemoteReason(report.reason));
    }
  }

  /** Its member has ended, or could not even call it. */
  fail(error: unknown): void {
    this.#call.rejected(error);
    this.#called.reject(error);
    this.#settled.reject(error);
  }
}

/** What an operation in a member rejected with. */
export class RemoteReason extends Error {
  readonly seen: SeenReason;

  constructor(seen: SeenReason) {
    super(textOf(seen));
    this.name = "RemoteReason";
    this.seen = seen;
  }

  /** The reason, if it was a text; else the error's code, if it has one; else its message. */
  get short(): unknown {
    if (typeof this.seen === "string") return this.seen;
    return this.seen.code ?? this.seen.message;
  }
}

function textOf(reason: SeenReason): string {
  return typeof reason === "string" ? reason : `${reason.name}: ${reason.message}`;
}
