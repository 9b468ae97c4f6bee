import type { ResultDocument } from "../result-document.ts";
export function renderReport(document: ResultDocument): string {
  return JSON.stringify(document);
}
