/** What a select resolves to, as types. */
import type { ReceiveCase, SendCase } from "./channel-cases.ts";
import type { PromiseCase } from "./promise-case.ts";
import type { SignalCase } from "./signal-case.ts";

/** A case of any kind. */
export interface Case {
  readonly kind: "receive" | "send" | "signal" | "promise";
}

/** The cases of a select, by name or by index. One that is `undefined` is switched off. */
export type Cases = Readonly<Record<string, Case | undefined>> | readonly (Case | undefined)[];

/**
 * The case that was carried out, by its name, or by its index if the cases are an array; and its
 * result. A union with one part for each case and outcome, which `case` and `ok` tell apart.
 */
export type Chosen<SomeCases extends Cases> = SomeCases extends readonly unknown[]
  ? ChosenByIndex<SomeCases>
  : {
      [Name in keyof SomeCases & string]-?: Outcome<Name, SomeCases[Name]>;
    }[keyof SomeCases & string];

type ChosenByIndex<SomeCases extends readonly unknown[]> = number extends SomeCases["length"]
  ? Outcome<number, SomeCases[number]>
  : {
      [Index in keyof SomeCases & `${number}`]-?: Outcome<NumberOf<Index>, SomeCases[Index]>;
    }[keyof SomeCases & `${number}`];

type NumberOf<Index> = Index extends `${infer Value extends number}` ? Value : never;

/**
 * The outcomes of a case. Where the case may be one of several kinds, the outcomes of each of
 * them, since the conditional type distributes over `SomeCase`.
 */
type Outcome<Name, SomeCase> =
  SomeCase extends ReceiveCase<infer T>
    ? Received<Name, T>
    : SomeCase extends SendCase<infer _>
      ? { readonly case: Name; readonly ok: true; readonly value: undefined }
      : SomeCase extends PromiseCase<infer T>
        ? Settled<Name, T>
        : SomeCase extends SignalCase
          ? { readonly case: Name; readonly ok: true; readonly value: unknown }
          : SomeCase extends Case
            ? { readonly case: Name; readonly ok: boolean; readonly value: unknown }
            : never;

type Received<Name, T> =
  | { readonly case: Name; readonly ok: true; readonly value: T }
  | { readonly case: Name; readonly ok: false; readonly value: undefined };

type Settled<Name, T> =
  | { readonly case: Name; readonly ok: true; readonly value: T }
  | {
      readonly case: Name;
      readonly ok: false;
      readonly value: undefined;
      readonly error: unknown;
    };
