/**
 * Code as part of an address: compressed, then in the letters that an address may have. The part
 * after # is never sent to a server.
 */

/** Longer links are cut by chat programs and mail. */
export const MOST_LINK_LETTERS = 30_000;

/** A link's code must not expand to more than a person can have written. */
const MOST_CODE_BYTES = 500_000;

export async function packCode(code: string): Promise<string> {
  const packed = await through(
    new CompressionStream("deflate-raw"),
    new TextEncoder().encode(code),
  );
  return btoa(String.fromCharCode(...packed))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @throws {TypeError} if this is not what {@link packCode} made, or too long. */
export async function unpackCode(packed: string): Promise<string> {
  try {
    const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const code = await through(new DecompressionStream("deflate-raw"), bytes);
    return new TextDecoder("utf-8", { fatal: true }).decode(code);
  } catch (error) {
    throw new TypeError("The code in this link is damaged: a part of the link may be missing.", {
      cause: error,
    });
  }
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST_CODE_BYTES) {
      await reader.cancel();
      throw new RangeError("it is too long");
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
