import strategy from "@sync-strategies/lock-per-key-store/strategy";
import { testStateStore } from "@sync-strategies/state-store-testkit";

// The whole contract. Leave this as it is: what your traits do not promise is skipped.
testStateStore(strategy);
