import strategy from "@sync-strategies/actor-store/strategy";
import { testStateStore } from "@sync-strategies/state-store-testkit";

testStateStore(strategy);
