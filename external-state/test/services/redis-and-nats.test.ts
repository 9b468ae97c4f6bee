/** What the strategies of Redis and NATS do when a lock or a connection is lost. */
// Compiled, as the command runs it: the keeper is a process of plain Node.
import { startKeeper, type Server } from "../../../packages/servers/dist/index.js";
import type {
  SharedState,
  SharedStrategy,
  StateStore,
  Updater,
} from "@sync-strategies/state-store";
import { defer } from "@sync-strategies/state-store-testkit/contract";
import { createClient } from "redis";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { TcpProxy } from "../../base/tcp-proxy.ts";
import natsRevision from "../../services/nats/nats-revision.ts";
import redisLockFenced from "../../services/redis/redis-lock-fenced.ts";
import redisLock from "../../services/redis/redis-lock.ts";
import redisLua from "../../services/redis/redis-lua.ts";
import redisWatch from "../../services/redis/redis-watch.ts";

const keeper = await startKeeper();
afterAll(() => keeper.close());

/** The servers that this machine has, by their services. */
const servers = new Map<string, Server>();
for (const service of ["redis", "nats"]) {
  try {
    servers.set(service, await keeper.start(service));
  } catch (error) {
    if ((error as { code?: unknown }).code !== "NOT_INSTALLED") throw error;
  }
}
const lacks = (service: string): boolean => !servers.has(service);

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Opened {
  readonly state: SharedState;
  readonly namespace: string;
  readonly one: StateStore<string, number>;
  readonly other: StateStore<string, number>;
}

/**
 * Two handles on a new state. For a server, two connections are like those of two processes.
 *
 * @param throughUrl leads the handles' connections to the server, and not the state's own, which must be
 *   there at the end.
 */
async function open(
  strategy: SharedStrategy,
  throughUrl = servers.get(strategy.service!)!.url,
): Promise<Opened> {
  const namespace = keeper.namespace();
  const { url } = servers.get(strategy.service!)!;
  const place = { members: 2, keys: 1, folder: "", service: { url, namespace } };
  const state = await strategy.createState(place);
  const [one, other] = await Promise.all(
    [0, 1].map((member) => {
      const { address } = state.addressFor(member);
      return strategy.openStore<string, number>({ ...(address as object), url: throughUrl });
    }),
  );
  return { state, namespace, one: one!, other: other! };
}

async function close({ state, one, other }: Opened): Promise<void> {
  await Promise.all([one.close(), other.close()]);
  await state[Symbol.asyncDispose]();
}

describe.skipIf(lacks("redis"))("a holder whose lease has run out", () => {
  test("overwrites another's update where nothing checks the lock", async () => {
    expect(await outlive(redisLock)).toEqual({ late: 1, value: 1 });
  });

  test("is refused where Redis checks its token, and the other's update stays", async () => {
    const { late, value } = await outlive(redisLockFenced);
    expect(late).toMatchObject({ code: "LOCK_LOST" });
    expect(value).toBe(100);
  });
});

for (const strategy of [redisLua, redisWatch, redisLock, redisLockFenced, natsRevision]) {
  describe.skipIf(lacks(strategy.service!))(`${strategy.id}, whose connection is lost`, () => {
    test("reads again once there is a connection, and says until then that there is none", async () => {
      const { proxy, opened } = await openThroughProxy(strategy);
      const { one } = opened;
      await one.write("a", 1);
      proxy.mode = "refuse";
      proxy.cut();
      await expect.poll(() => one.read("a").catch(codeOf)).toBe("UNREACHABLE");
      proxy.mode = "forward";
      await expect.poll(() => one.read("a").catch(codeOf), { timeout: PATIENCE_MS }).toBe(1);
      await close(opened);
    });

    test("says of a change without a reply that its outcome is unknown, and makes it once at most", async () => {
      const { proxy, opened } = await openThroughProxy(strategy);
      const { one } = opened;
      await one.write("a", 1);
      const lost = defer();
      const update = one.update("a", (value = 0) => {
        void proxy.lost().then(lost.resolve);
        proxy.mode = "lose-replies";
        return value + 1;
      });
      const outcome = update.catch(codeOf);
      await lost.promise;
      proxy.cut();
      proxy.mode = "forward";
      // WATCH looks again first, and if that has no reply nothing has changed.
      expect(await outcome).toBe(strategy === redisWatch ? "UNREACHABLE" : "OUTCOME_UNKNOWN");
      await expect
        .poll(() => one.read("a").catch(codeOf), { timeout: PATIENCE_MS })
        .toBeOneOf([1, 2]);
      await close(opened);
    });
  });
}

test.skipIf(lacks("redis"))(
  "a state on Redis that is disposed of leaves nothing behind",
  async () => {
    const opened = await open(redisLockFenced);
    await opened.one.update("a", () => 1);
    await expect(
      opened.one.update("b", () => Promise.reject(new Error("on purpose"))),
    ).rejects.toThrow("on purpose");
    await close(opened);
    const redis = await connected();
    expect(await redis.keys(`${opened.namespace}*`)).toEqual([]);
  },
);

/** What becomes of a holder's update whose lease runs out, and of what another made meanwhile. */
async function outlive(strategy: SharedStrategy): Promise<{ late: unknown; value: unknown }> {
  const opened = await open(strategy);
  const { one, other, namespace } = opened;
  const called = defer();
  const decision = defer();
  const slow: Updater<number> = async (value = 0) => {
    called.resolve();
    await decision.promise;
    return value + 1;
  };
  const late = one.update("a", slow);
  await called.promise;
  // As Redis does when the lease has run out: no test need wait for that.
  const redis = await connected();
  await redis.del(await redis.keys(`${namespace}:lock:*`));
  await other.update("a", (value = 0) => value + 100);
  decision.resolve();
  const [outcome] = await Promise.allSettled([late]);
  const value = await other.read("a");
  await close(opened);
  return { late: outcome.status === "rejected" ? outcome.reason : outcome.value, value };
}

/** A client may wait for some time before it connects again, and the machine may be busy. */
const PATIENCE_MS = 20_000;

async function openThroughProxy(
  strategy: SharedStrategy,
): Promise<{ readonly proxy: TcpProxy; readonly opened: Opened }> {
  const { url } = servers.get(strategy.service!)!;
  const proxy = await TcpProxy.start(url);
  ends.push(() => proxy[Symbol.asyncDispose]());
  return { proxy, opened: await open(strategy, proxy.through(url)) };
}

async function connected() {
  const redis = createClient({ url: servers.get("redis")!.url });
  await redis.connect();
  ends.push(async () => redis.destroy());
  return redis;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
