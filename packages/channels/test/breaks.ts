/** One-line changes that break this store, for `pnpm break-it channels`. */
import { testsThatCatch, type Break } from "@sync-strategies/state-store-testkit/breaks";

const breaks: readonly Break[] = [
  {
    id: "no-reply-on-a-throw",
    summary: "Sends no reply when an updater has thrown.",
    file: "src/channel-store.ts",
    line: "reply.post(outcome);",
    becomes: ["if (outcome.succeeded) reply.post(outcome);"],
    caughtBy: [
      ...testsThatCatch("lock-kept-on-throw"),
      "an updater that fails after its signal aborted is told apart by its own error",
    ],
    schedule: { scenario: "updater-throws", steps: "AABBCC" },
  },
  {
    id: "gone-with-requests-open",
    summary: "Ends the owner at once when the store is closed, although callers still wait for it.",
    file: "src/channel-store.ts",
    line: "mayWait = false;",
    becomes: ["return;"],
    caughtBy: [
      ...testsThatCatch("accepted-dropped"),
      "close resolves only after every accepted operation has settled",
    ],
    schedule: { scenario: "close-while-waiting", steps: "ABCA" },
  },
  {
    id: "deaf-to-its-signal",
    summary: "Sends a request that its signal cannot withdraw.",
    file: "src/channel-store.ts",
    line: "requests.send(request, { signal }).catch(reject);",
    becomes: ["requests.send(request).catch(reject);"],
    caughtBy: testsThatCatch("signal-ignored"),
    schedule: {
      none:
        "An operation that ignores its signal looks like one that had started in time. The tests " +
        "hold the state, so that they know that it had not.",
    },
  },
];

export default breaks;
