/**
 * A correct store for several members, made to be broken: one thread or process owns the state, and
 * each handle sends it requests through a port. What a store can get wrong is a fault by name, which
 * the owner and the handles look up where it matters.
 *
 * The owner grants a key to an update, whose member then computes the next value and sends it.
 */
import { once } from "node:events";
import { AsyncResource } from "node:async_hooks";
import { MessageChannel, Worker } from "node:worker_threads";
import { addAbortWaiter, removeAbortWaiter, turnIfDue } from "@sync-strategies/event-loop";
import {
  StoreClosedError,
  type OperationOptions,
  type Place,
  type SharedState,
  type StateStore,
  type Storable,
  type StrategyTraits,
  type Updater,
} from "@sync-strategies/state-store";
import {
  ownerData,
  type Fault,
  type OwnerAddress,
  type OwnerAnswer,
  type OwnerRequest,
} from "./owner-protocol.ts";
import { connectTo, type Port } from "./port.ts";

/** Node loads no TypeScript in a member. */
export function ownerProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource ? "../../../dist/shared/stores/owner-program.js" : "./owner-program.js";
  return new URL(path, import.meta.url);
}

export async function createOwner(
  { members }: Place,
  traits: StrategyTraits,
  faults: readonly Fault[],
): Promise<SharedState> {
  const owner = new Worker(ownerProgram(), { workerData: ownerData(traits, faults) });
  const channels = Array.from({ length: members + 1 }, () => new MessageChannel());
  const ports = channels.map(({ port1 }) => port1);
  owner.postMessage(ports, ports);
  await once(owner, "message");
  return {
    addressFor(member) {
      const port = channels[member]!.port2;
      const address: OwnerAddress = { port, faults };
      return { address, transfer: [port] };
    },
    async [Symbol.asyncDispose]() {
      if (faults.includes("disposal-in-the-queue")) {
        owner.postMessage("dispose");
        await once(owner, "message");
      }
      if (!faults.includes("owner-kept")) await owner.terminate();
      for (const { port2 } of channels) port2.close();
    },
  };
}

interface Asker {
  readonly onGrant: (current: unknown) => Promise<void>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly cancel: () => void;
}

export class OwnerStore<Key, Value extends Storable> implements StateStore<Key, Value> {
  readonly #port: Port;
  readonly #faults: readonly Fault[];
  readonly #askers = new Map<number, Asker>();
  readonly #open = new Set<Promise<unknown>>();
  readonly #cache = new Map<Key, Value | undefined>();
  #lastNumber = 0;
  #closed: Promise<void> | undefined;

  static async open<Key, Value extends Storable>(
    address: unknown,
  ): Promise<OwnerStore<Key, Value>> {
    const owner = address as OwnerAddress;
    const port = "port" in owner ? owner.port : await connectTo(owner.path);
    return new OwnerStore(port, owner.faults);
  }

  private constructor(port: Port, faults: readonly Fault[]) {
    this.#port = port;
    this.#faults = faults;
    port.on("message", (answer) => this.#receive(answer as OwnerAnswer));
    if (faults.includes("wait-not-kept-alive")) port.unref();
  }

  read(key: Key, options?: OperationOptions): Promise<Value | undefined> {
    if (this.#faults.includes("cached-reads") && this.#cache.has(key)) {
      return Promise.resolve(this.#cache.get(key));
    }
    return this.#perform({ type: "read", key }, options).then((value) => {
      this.#cache.set(key, value as Value);
      return value as Value | undefined;
    });
  }

  write(key: Key, value: Value, options?: OperationOptions): Promise<void> {
    this.#cache.delete(key);
    const write = (): Promise<unknown> => this.#perform({ type: "write", key, value }, options);
    if (!this.#faults.includes("acknowledged-too-early")) return write().then(() => {});
    setTimeout(() => void write().catch(() => {}), 20);
    return Promise.resolve();
  }

  update(key: Key, updater: Updater<Value>, options?: OperationOptions): Promise<Value> {
    this.#cache.delete(key);
    return this.#perform({ type: "update", key }, options, updater) as Promise<Value>;
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #end(): Promise<void> {
    if (this.#faults.includes("close-in-the-queue")) await this.#perform({ type: "read", key: 0 });
    if (!this.#faults.includes("close-at-once")) await Promise.allSettled(this.#open);
    if (this.#faults.includes("closed-for-all")) this.#post({ type: "close", number: 0 });
    // The owner learns of it, and the thread may end.
    if (!this.#faults.includes("thread-kept")) this.#port.close();
  }

  #perform(
    request: RequestOf<"read" | "write" | "update">,
    { signal }: OperationOptions = {},
    updater?: Updater<Value>,
  ): Promise<unknown> {
    const performed = this.#pausing(this.#ask(request, signal, updater));
    this.#open.add(performed);
    const forget = (): void => void this.#open.delete(performed);
    performed.then(forget, forget);
    return performed;
  }

  async #ask(
    request: RequestOf<"read" | "write" | "update">,
    signal: AbortSignal | undefined,
    updater: Updater<Value> | undefined,
  ): Promise<unknown> {
    if (this.#closed !== undefined) throw new StoreClosedError();
    signal?.throwIfAborted();
    const number = (this.#lastNumber += 1);
    // The owner decides whether it comes in time.
    const waiter = {
      onAbort: () => {
        if (this.#faults.includes("cancelled-kept")) this.#forsake(number, signal);
        else if (!this.#faults.includes("deaf-to-signals")) this.#post({ type: "cancel", number });
      },
    };
    if (signal !== undefined) addAbortWaiter(signal, waiter);
    try {
      return await new Promise((resolve, reject) => {
        // Messages arrive in no caller's context.
        const onGrant = AsyncResource.bind(async (current: unknown): Promise<void> => {
          if (signal !== undefined) removeAbortWaiter(signal, waiter);
          try {
            const value = await updater!(current as Value | undefined);
            this.#post({ type: "commit", number, value });
          } catch (error) {
            if (!this.#faults.includes("held-after-a-throw")) this.#post({ type: "fail", number });
            this.#askers.delete(number);
            reject(error);
          }
        });
        const cancel = (): void => reject(signal?.reason);
        this.#askers.set(number, { onGrant, resolve, reject, cancel });
        this.#post({ ...request, number });
      });
    } finally {
      if (signal !== undefined) removeAbortWaiter(signal, waiter);
    }
  }

  /** Those of a client that never pauses leave the event loop its turn. */
  async #pausing<Result>(operation: Promise<Result>): Promise<Result> {
    try {
      return await operation;
    } finally {
      const pause = turnIfDue();
      if (pause !== undefined) await pause;
    }
  }

  /** Rejects, and lets the owner go on for an operation that no longer waits. */
  #forsake(number: number, signal: AbortSignal | undefined): void {
    this.#askers.get(number)?.reject(signal?.reason);
    this.#askers.set(number, { async onGrant() {}, resolve() {}, reject() {}, cancel() {} });
  }

  #receive(answer: OwnerAnswer): void {
    const asker = this.#askers.get(answer.number);
    if (asker === undefined) return;
    if (answer.type === "grant") {
      void asker.onGrant(answer.value);
      return;
    }
    this.#askers.delete(answer.number);
    if (answer.type === "done") asker.resolve(answer.value);
    else if (answer.type === "cancelled") asker.cancel();
    else asker.reject(new StoreClosedError());
  }

  #post(request: OwnerRequest): void {
    this.#port.postMessage(request);
  }
}

type RequestOf<Type> = OwnerRequest extends infer Each
  ? Each extends { readonly type: Type }
    ? Omit<Each, "number">
    : never
  : never;
