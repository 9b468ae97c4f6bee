import { testStateStore } from "@sync-strategies/state-store-testkit";
import strategy from "@sync-strategies/channels/strategy";

testStateStore(strategy);
