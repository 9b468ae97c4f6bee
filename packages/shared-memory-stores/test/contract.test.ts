import { testSharedStore } from "@sync-strategies/state-store-testkit";

testSharedStore(new URL("../dist/strategy.js", import.meta.url));
