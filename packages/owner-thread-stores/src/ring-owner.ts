/**
 * The program of an owner that members ask by rings in shared memory. Nothing in this thread awaits
 * and no message is expected, so it may do what no other thread here may: block until there is
 * something to do.
 *
 * In each round the owner takes what each member has asked by then, and then shows each its
 * replies. So a member waits for at most one ring of requests of each of the others.
 */
import { parentPort, workerData } from "node:worker_threads";
import { Bell } from "./bell.ts";
import { BELL_AT, GONE_AT, REPLIES_AT, REQUESTS_AT } from "./member-memory.ts";
import { OwnedState, type Asker } from "./owned-state.ts";
import { VALUE_MISSING, VALUE_PRESENT, type Ask } from "./requests.ts";
import { RingReader, RingWriter } from "./ring.ts";

/** How soon replies that found a member's ring full are tried again. */
const RETRY_MS = 1;

const { bellMemory, memberMemories } = workerData as {
  bellMemory: SharedArrayBuffer;
  memberMemories: readonly SharedArrayBuffer[];
};
const state = new OwnedState<number, number>();
const bell = new Bell(bellMemory);

class RingMember implements Asker<number> {
  isGone = false;
  readonly #requests: RingReader;
  readonly #replies: RingWriter;
  readonly #bell: Bell;
  readonly #gone: Int32Array;
  readonly #serve = (ask: number, id: number, key: number, value: number): void =>
    state.serve(this, ask as Ask, id, key, value);

  constructor(memory: SharedArrayBuffer) {
    this.#requests = new RingReader(memory, REQUESTS_AT);
    this.#replies = new RingWriter(memory, REPLIES_AT);
    this.#bell = new Bell(memory, BELL_AT);
    this.#gone = new Int32Array(memory, GONE_AT, 1);
  }

  get needsOwner(): boolean {
    return !this.#requests.isEmpty || Atomics.load(this.#gone, 0) === 1;
  }

  get hasBacklog(): boolean {
    return this.#replies.hasBacklog;
  }

  serveAll(): void {
    if (Atomics.load(this.#gone, 0) === 1) state.forget(this);
    else this.#requests.take(this.#serve);
  }

  reply(id: number, value: number | undefined): void {
    this.#replies.put(value === undefined ? VALUE_MISSING : VALUE_PRESENT, id, 0, value ?? 0);
  }

  showReplies(): void {
    if (this.#replies.show()) this.#bell.ring();
  }
}

let members = memberMemories.map((memory) => new RingMember(memory));
parentPort!.postMessage("ready");
for (;;) {
  for (const member of members) member.serveAll();
  for (const member of members) member.showReplies();
  if (members.some(({ isGone }) => isGone)) members = members.filter(({ isGone }) => !isGone);
  bell.fallAsleep();
  if (!members.some(({ needsOwner }) => needsOwner)) {
    bell.wait(members.some(({ hasBacklog }) => hasBacklog) ? RETRY_MS : undefined);
  }
  bell.wakeUp();
}
