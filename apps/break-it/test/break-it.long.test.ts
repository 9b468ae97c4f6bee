import { isShared } from "@sync-strategies/state-store";
import { breaks, testBreaks } from "./each-break.ts";

// A break that leaves a member waiting is caught only when the patience of a test has run out.
testBreaks(breaks.filter(({ strategy }) => isShared(strategy)));
