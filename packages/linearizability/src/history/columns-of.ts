/** Operations of one object as columns. */
import { ColumnsBuilder } from "./columns-builder.ts";
import { Kind, type HistoryColumns } from "./columns.ts";
import type { Operation } from "./operation.ts";

/**
 * @param operations of one key, with ranked events, in the order of their calls. Row i is
 *   operation i, without what a register is not asked: the input of an update.
 */
export function columnsOf(operations: readonly Operation[]): HistoryColumns {
  const builder = new ColumnsBuilder(operations.length);
  builder.keyNames.push(operations[0]?.key ?? "");
  for (const operation of operations) addTo(builder, operation);
  return builder.columns();
}

function addTo(builder: ColumnsBuilder, operation: Operation): void {
  const { client, name, input, output, called, returned } = operation;
  const row = builder.add(client, 0, placeOf(builder.operationNames, name), called);
  if (returned !== undefined) builder.finish(row, returned);
  const put = (kind: Kind, read: unknown, written: unknown): void =>
    builder.put(row, kind, builder.values.numberOf(read), builder.values.numberOf(written));
  switch (name) {
    case "read":
      put(Kind.read, output ?? null, null);
      break;
    case "write":
      put(Kind.write, null, input ?? null);
      break;
    case "cas":
      put(output === false ? Kind.other : Kind.update, ...pairOf(input));
      break;
    case "update":
      if (output !== undefined) put(Kind.update, ...pairOf(output));
      else put(returned === undefined ? Kind.unknown : Kind.other, undefined, undefined);
      break;
    default:
      put(Kind.other, output, input);
  }
}

function placeOf(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known === -1 ? names.push(name) - 1 : known;
}

function pairOf(values: unknown): [unknown, unknown] {
  const [first, second] = values as readonly unknown[];
  return [first ?? null, second ?? null];
}
