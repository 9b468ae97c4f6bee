import type { Environment } from "./result-document.ts";

/**
 * "0.52 at the start, 1.90 at the end": how many processes wanted to run, in the minute before. A
 * page cannot know.
 */
export function loadInWords({
  browser,
  loadAverage,
  loadAverageAtEnd,
}: Pick<Environment, "browser" | "loadAverage" | "loadAverageAtEnd">): string {
  if (browser !== undefined) return "unknown";
  const atEnd = loadAverageAtEnd === null ? "" : `, ${loadAverageAtEnd.toFixed(2)} at the end`;
  return `${loadAverage.toFixed(2)} at the start${atEnd}`;
}
