/** For tests of whatever reads results: results that nothing had to be run for. */
export {
  madeUpDocument,
  madeUpRound,
  madeUpTable,
  violation,
  type MadeUpRow,
  type MadeUpTable,
} from "./made-up-results.ts";
