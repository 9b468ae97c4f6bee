export { ExitCode, worstOf } from "./exit-codes.ts";
export { CommandError, wrongInput } from "./command-error.ts";
export { messageOf, stackOf } from "./message-of.ts";
export { suggestion, suggestionOrList } from "./nearest-name.ts";
export {
  oneOf,
  parseDuration,
  parseMemory,
  parseShare,
  parseTime,
  parseTimeOrZero,
  wholeNumber,
} from "./flags.ts";
export { parseWords, quiet, runCommand, type Complain } from "./run-command.ts";
export { exitCodeOfInterruption, interruption } from "./interruption.ts";
export { noTemporaryFiles, scratchFolder } from "./scratch-folder.ts";
export {
  superviseChild,
  type ChildEnd,
  type ChildOptions,
  type MessageMeaning,
} from "./supervise-child.ts";
export {
  MissingProgramError,
  runProgram,
  type ProgramOptions,
  type ProgramResult,
} from "./run-program.ts";
export { printable, printableLines } from "./printable.ts";
export {
  bold,
  dim,
  green,
  print,
  printError,
  proseWidth,
  red,
  terminalWidth,
  yellow,
} from "./terminal.ts";
export { wrap, type Indentation } from "./wrap.ts";
export { clearProgress, showProgress } from "./progress.ts";
export { makeFolder } from "./output/make-folder.ts";
export { OutputFile, replaceFile, type OutputDraft } from "./output/output-file.ts";
export { pathFor } from "./output/path-for.ts";
export { reasonOf } from "./reason-of.ts";
export { keepSecret, withoutCredentials, withoutSecrets } from "./secrets.ts";
export { userPath, workspaceRoot } from "./workspace.ts";
