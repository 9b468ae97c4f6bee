import { testStateStore } from "@sync-strategies/state-store-testkit";
import { soundStores } from "./sound-stores.ts";

// However a store uses the freedom that the contract leaves it, the suite finds no fault.
for (const strategy of soundStores) testStateStore(strategy);
