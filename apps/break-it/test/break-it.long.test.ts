import { breaks, firstBreaks, testBreaks } from "./each-break.ts";

// A break that leaves a member waiting is caught only when the patience of a test has run out.
testBreaks(breaks.filter((each) => !firstBreaks.includes(each)));
