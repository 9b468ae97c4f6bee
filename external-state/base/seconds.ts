/** A moment of a run in words: "0.42 s", from when its clients began. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
