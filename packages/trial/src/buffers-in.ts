/** The memory in plain data: handed over rather than copied when the data is posted. */
export function buffersIn(data: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  visit(data, buffers);
  return [...buffers];
}

function visit(data: unknown, buffers: Set<ArrayBuffer>): void {
  if (typeof data !== "object" || data === null) return;
  if (ArrayBuffer.isView(data)) {
    if (data.buffer instanceof ArrayBuffer) buffers.add(data.buffer);
    return;
  }
  for (const value of Object.values(data)) visit(value, buffers);
}
