/** What strategies for several members promise between two members, threads or processes, free of any test framework. */
export { KEY_LIMIT } from "./numbered-keys.ts";
export { sharedClauses } from "./shared/clauses/index.ts";
export {
  loadShared,
  runSharedContract,
  runSharedContractTest,
  SHARED_PATIENCE_MS,
  sharedContractTests,
  type LoadedShared,
} from "./shared/run-shared-contract.ts";
export type {
  SharedClause,
  SharedContext,
  SharedContractTest,
} from "./shared/shared-contract-test.ts";
export { inWordsOf, type MemberKind } from "./shared/member-kind.ts";
export { MemberPool } from "./shared/member-pool.ts";
