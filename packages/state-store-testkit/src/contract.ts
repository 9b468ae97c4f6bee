/** The contract as data, free of any test framework: for scripts and other runners. */
export { topics } from "./topics/index.ts";
export type { ContractContext, ContractTest, Topic } from "./contract-test.ts";
export { defer, type Deferred } from "./deferred.ts";
export { ContractViolation } from "./expectations.ts";
export {
  contractTests,
  runContract,
  runContractTest,
  type ContractOptions,
  type ContractResult,
} from "./run-contract.ts";
