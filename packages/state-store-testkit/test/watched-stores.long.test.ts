import { otherKinds, testWatched } from "./watched.ts";

testWatched(otherKinds);
