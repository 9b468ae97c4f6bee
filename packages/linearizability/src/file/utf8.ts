/**
 * How many bytes the character of several bytes takes that starts there; 0 if there is none, or if
 * it is U+FFFD, the sign for what was no character. The ranges are those of the Unicode
 * Standard, table 3-7: no character has a longer form than it needs, and none is half of another.
 */
export function characterLength(bytes: Uint8Array, at: number): number {
  const [first, second, third] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!];
  if (first >= 0xc2 && first <= 0xdf) return isWithin(second, 0x80, 0xbf) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const lowest = first === 0xe0 ? 0xa0 : 0x80;
    const highest = first === 0xed ? 0x9f : 0xbf;
    const isReplacement = first === 0xef && second === 0xbf && third === 0xbd;
    const isCharacter = isWithin(second, lowest, highest) && isWithin(third, 0x80, 0xbf);
    return isCharacter && !isReplacement ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  const lowest = first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xf4 ? 0x8f : 0xbf;
  const isCharacter =
    isWithin(second, lowest, highest) &&
    isWithin(third, 0x80, 0xbf) &&
    isWithin(bytes[at + 3]!, 0x80, 0xbf);
  return isCharacter ? 4 : 0;
}

function isWithin(byte: number, lowest: number, highest: number): boolean {
  return byte >= lowest && byte <= highest;
}
