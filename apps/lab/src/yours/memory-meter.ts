/**
 * Counts the memory that large blocks take. No browser tells a worker how much it uses, nor lets a
 * page limit it, and a worker that runs out takes its page with it. What fills memory within
 * seconds comes in large blocks, or in one list that grows without end: those are counted here.
 *
 * Invariant: `liveBytes` is the size of all counted blocks, less those of which the garbage
 * collector has said that they are gone. It says so between two turns of the event loop, so within
 * a turn the count only rises.
 */

/** Smaller blocks are not worth counting: it takes too many of them. */
const LEAST_BYTES = 64 * 1024;

const BYTES_PER_ELEMENT = 8;

/** A list of more elements is the end of a loop that has none. */
const MOST_ELEMENTS = 20_000_000;

/** The code took more memory than it may. */
export class MemoryLimitError extends RangeError {
  readonly code = "MEMORY_LIMIT";

  constructor(limitBytes: number) {
    super(`It took more than ${Math.round(limitBytes / 1_000_000)} MB of memory.`);
    this.name = "MemoryLimitError";
  }
}

/**
 * Counts from now on, in this whole event loop. Above the limit, `onLimit` is called once, and
 * allocations throw {@link MemoryLimitError}.
 */
export function limitMemory(limitBytes: number, onLimit: () => void): void {
  let liveBytes = 0;
  let isReported = false;
  const gone = new FinalizationRegistry<number>((bytes) => (liveBytes -= bytes));
  const refuse = (): never => {
    if (!isReported) onLimit();
    isReported = true;
    throw new MemoryLimitError(limitBytes);
  };
  /** Before the block is made, since to make it may be the end. */
  const expect = (bytes: number): void => {
    if (bytes >= LEAST_BYTES && liveBytes + bytes > limitBytes) refuse();
  };
  const keep = (block: object, bytes: number): void => {
    if (bytes < LEAST_BYTES) return;
    liveBytes += bytes;
    gone.register(block, bytes);
  };

  const counted = <Block extends object>(
    make: () => Block,
    given: unknown,
    bytesPerElement: number,
  ): Block => {
    if (typeof given === "number") expect(given * bytesPerElement);
    const block = make();
    keep(block, sizeOf(block, bytesPerElement));
    return block;
  };
  for (const name of BLOCKS) {
    const original = Reflect.get(globalThis, name) as Constructor | undefined;
    if (original === undefined) continue;
    const bytesPerElement =
      original.BYTES_PER_ELEMENT ?? (name === "Array" ? BYTES_PER_ELEMENT : 1);
    const handler: ProxyHandler<Constructor> = {
      construct: (target, values: unknown[], newTarget) =>
        counted(() => Reflect.construct(target, values, newTarget), values[0], bytesPerElement),
      apply: (target, self, values: unknown[]) =>
        counted(
          () => Reflect.apply(target as unknown as () => object, self, values),
          values[0],
          bytesPerElement,
        ),
    };
    Reflect.set(globalThis, name, new Proxy(original, handler));
  }
  const { push } = Array.prototype;
  const pushCounted = function pushCounted(this: unknown[], ...items: unknown[]): number {
    if (this.length > MOST_ELEMENTS) refuse();
    return Reflect.apply(push, this, items);
  };
  Reflect.set(Array.prototype, "push", pushCounted);
}

type Constructor = (new (...values: unknown[]) => object) & { readonly BYTES_PER_ELEMENT?: number };

const BLOCKS = [
  "Array",
  "ArrayBuffer",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
] as const;

function sizeOf(block: object, bytesPerElement: number): number {
  if (block instanceof ArrayBuffer) return block.byteLength;
  return ((block as { readonly length?: number }).length ?? 0) * bytesPerElement;
}
