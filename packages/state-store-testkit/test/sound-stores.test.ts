import { testStateStore } from "@sync-strategies/state-store-testkit";
import { soundStores } from "./sound-stores.ts";

// However a store uses the freedom that the contract leaves it, the suite finds no fault. As much is
// repeated as for other stores by `pnpm test:all`: sound-stores.long.test.ts.
for (const strategy of soundStores) testStateStore(strategy, { effort: 0.1 });
