import strategy from "@sync-strategies/unsynchronized-store/strategy";
import { testStateStore } from "@sync-strategies/state-store-testkit";

testStateStore(strategy);
