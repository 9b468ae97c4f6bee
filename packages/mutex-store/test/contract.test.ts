import strategy from "@sync-strategies/mutex-store/strategy";
import { testStateStore } from "@sync-strategies/state-store-testkit";

testStateStore(strategy);
