/** The result of `pnpm compare faults`, and how it is put: for the command, and for pages that show it. */
export { cellResult, type CellResult, type FaultResult, type Outcome } from "./cell-result.ts";
export { expectedInWords, foundInWords, nameOf } from "./cell-words.ts";
export { closingSentences } from "./closing-sentences.ts";
export { columns, columnsFor, type Column } from "./columns.ts";
export type { FaultsDocument } from "./document.ts";
export { findingsOf, problemsOf } from "./findings.ts";
export { isFaultsDocument, parseFaults } from "./parse-faults.ts";
