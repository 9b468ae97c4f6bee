import type { OperationKind } from "@sync-strategies/workload";
import type { ResultParameters } from "./parameters-schema.ts";

/** The clients of a kind of operation: those from `from` on, `to` not included. */
export interface ClientsOfKind {
  readonly kind: OperationKind;
  /** What such clients are called, in the plural. */
  readonly role: "readers" | "writers" | "updaters";
  readonly from: number;
  readonly to: number;
}

/** Clients are numbered as their streams are: readers first, then writers, then updaters. */
export function clientsByKind({
  readers,
  writers,
  updaters,
}: Pick<ResultParameters, "readers" | "writers" | "updaters">): ClientsOfKind[] {
  const changing = readers + writers;
  return [
    { kind: "read" as const, role: "readers" as const, from: 0, to: readers },
    { kind: "write" as const, role: "writers" as const, from: readers, to: changing },
    { kind: "update" as const, role: "updaters" as const, from: changing, to: changing + updaters },
  ].filter(({ from, to }) => to > from);
}
