/** The contract as data, free of any test framework: for scripts and other runners. */
export { clauses } from "./clauses/index.ts";
export type { ContractContext, ContractTest, Clause } from "./contract-test.ts";
export { defer, type Deferred } from "./deferred.ts";
export { ContractViolation, isStuck } from "./expectations.ts";
export {
  contractTests,
  runContract,
  runContractTest,
  type ContractOptions,
  type ContractResult,
} from "./run-contract.ts";
