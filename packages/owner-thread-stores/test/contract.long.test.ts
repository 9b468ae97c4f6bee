import { testSharedStore } from "@sync-strategies/state-store-testkit";

// The whole contract for the owner to which each request is a message.
testSharedStore(new URL("../dist/strategy.js", import.meta.url), "port-owner-plain");
