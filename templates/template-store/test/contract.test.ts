import strategy from "@sync-strategies/template-store/strategy";
import { testStateStore } from "@sync-strategies/state-store-testkit";

// The whole contract. Leave this unchanged: tests of what the traits do not promise are skipped.
testStateStore(strategy);
