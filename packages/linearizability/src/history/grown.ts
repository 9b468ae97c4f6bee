/** Arrays of numbers, all of one type. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** A copy with room for this many numbers. */
export function grown<Of extends Column>(column: Of, length: number): Of {
  const larger = new (column.constructor as new (length: number) => Of)(length);
  larger.set(column);
  return larger;
}
