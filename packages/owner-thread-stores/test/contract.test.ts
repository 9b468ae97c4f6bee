import { testSharedStore } from "@sync-strategies/state-store-testkit";

// The whole contract, with one member and over two threads. The owner without batches differs from
// the first of them only in when it posts, and takes longest: contract.long.test.ts.
const compiled = new URL("../dist/strategy.js", import.meta.url);
testSharedStore(compiled, "port-owner");
testSharedStore(compiled, "ring-owner");
