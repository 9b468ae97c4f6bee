import { testSharedStore } from "@sync-strategies/state-store-testkit";

// The whole contract, with one member and over two threads.
testSharedStore(new URL("../dist/strategy.js", import.meta.url));
