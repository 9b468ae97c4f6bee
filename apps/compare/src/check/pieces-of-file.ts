import { open, stat } from "node:fs/promises";

const PIECE_BYTES = 2 ** 18;

/**
 * The bytes of a file, piece by piece, since a history may be longer than memory is large. Each
 * piece is valid until the next one is asked for.
 *
 * @throws {TypeError} if it is no plain file, which might never end.
 */
export async function* piecesOfFile(path: string): AsyncGenerator<Uint8Array> {
  // Before it is opened: opening a pipe waits for its other end.
  if (!(await stat(path)).isFile()) throw new TypeError("it is no plain file");
  await using file = await open(path);
  const piece = new Uint8Array(PIECE_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(piece);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
  }
}
