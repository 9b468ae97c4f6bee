import { shownUrl } from "./shown-url.ts";

/** What can be wrong with a service. The codes will not change; the lines may. */
export type ServiceErrorCode =
  /** There is no such service, or the text is no URL of it. */
  | "WRONG_URL"
  | "NOT_INSTALLED"
  /** The server of ours did not start. */
  | "NOT_STARTED"
  /** The server of ours, or the services keeper, ended though nothing of ours ended it. */
  | "DIED"
  /** Nothing answers at the URL. */
  | "UNREACHABLE"
  /** What answers is another service. */
  | "NOT_THIS_SERVICE"
  | "CREDENTIALS_REFUSED"
  | "TOO_OLD"
  /** The server refuses to write, or its user may not. */
  | "READ_ONLY"
  /** A feature that the strategies use is switched off. */
  | "FEATURE_MISSING";

/** What is wrong with a service, in one line that says what to do. It never has credentials in it. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;

  constructor(code: ServiceErrorCode, message: string) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
  }

  /** The server at the URL takes no such user, or no such password. */
  static refused(url: string): ServiceError {
    const line = `${shownUrl(url)} refuses the user or the password that its URL has, or has not`;
    return new ServiceError("CREDENTIALS_REFUSED", line);
  }

  /** @param why "it is a replica" */
  static readOnly(url: string, why: string): ServiceError {
    return new ServiceError("READ_ONLY", `${shownUrl(url)} lets us write nothing: ${why}`);
  }
}
