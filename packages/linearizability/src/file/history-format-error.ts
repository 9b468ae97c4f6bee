/** A line that cannot belong to a history. */
export class HistoryFormatError extends Error {
  readonly code = "HISTORY_FORMAT";
  readonly file: string;
  /** From 1 on. */
  readonly line: number;

  constructor(file: string, line: number, fault: string) {
    super(`${file}, line ${line}: ${fault}`);
    this.name = "HistoryFormatError";
    this.file = file;
    this.line = line;
  }
}
