import { testStateStore } from "@sync-strategies/state-store-testkit";
import { soundStores } from "./sound-stores.ts";

for (const strategy of soundStores) testStateStore(strategy);
