/** What a coordinator and a member send each other, over whatever lies between them. */
import type { ErrorData } from "./error-data.ts";

export interface Question<Request> {
  /** The same number comes back with the answer. */
  readonly number: number;
  readonly request: Request;
}

export type Answer<Reply> =
  /** The first of all: the member serves from now on. */
  | { readonly type: "ready" }
  | { readonly type: "replied"; readonly number: number; readonly reply: Reply }
  | { readonly type: "threw"; readonly number: number; readonly error: ErrorData }
  | { readonly type: "notice"; readonly notice: unknown };
