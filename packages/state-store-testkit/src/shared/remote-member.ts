/** The members of a test, and the handles that they have open. */
import type { Member, MemberEnd } from "@sync-strategies/members";
import type { Address } from "@sync-strategies/state-store";
import { show } from "../expectations.ts";
import type { Trace } from "../trace.ts";
import type {
  BusyName,
  CallOrder,
  IncrementsOrder,
  Order,
  OutlastName,
  RandomOrder,
  Report,
  Step,
  UpdaterPlan,
} from "./orders.ts";
import type { MemberKind } from "./member-kind.ts";
import { RemoteOperation } from "./remote-operation.ts";
import type { NumbersAddress } from "./shared-numbers.ts";

/** Node loads no TypeScript in a member, so its program is the compiled one. */
function memberProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource ? "../../dist/shared/member-program.js" : "./member-program.js";
  return new URL(path, import.meta.url);
}

/** Names handles and operations; no two of a process share a number. */
let lastNumber = 0;
const nextNumber = (): number => (lastNumber += 1);

/** A member, whichever states it has handles on. It serves one test after the other. */
export class RemoteMember {
  readonly #member: Member<Order, unknown>;
  readonly #operations = new Map<number, RemoteOperation>();
  #hasEnded = false;
  #mayEnd = false;
  /** Called with every sign of life. */
  onProgress: () => void = () => {};

  static async start(kind: MemberKind, name: string): Promise<RemoteMember> {
    return new RemoteMember(await kind.start(memberProgram(), name));
  }

  private constructor(member: Member<Order, unknown>) {
    this.#member = member;
    member.onNotice((notice) => this.#follow(notice as Report));
    void member.ended.then(() => {
      this.#hasEnded = true;
    });
  }

  get name(): string {
    return this.#member.name;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get ended(): Promise<MemberEnd> {
    return this.#member.ended;
  }

  async order<Reply>(order: Order, transfer?: readonly object[]): Promise<Reply> {
    const reply = await this.#member.ask(order, transfer);
    this.onProgress();
    return reply as Reply;
  }

  begin(order: CallOrder, operation: RemoteOperation): void {
    this.#operations.set(operation.number, operation);
    this.order(order).catch((error: unknown) => operation.fail(error));
  }

  /** Whether it has had the order to end, or the leave. */
  get mayEnd(): boolean {
    return this.#mayEnd;
  }

  /** Ends it from within, at once. */
  exit(): void {
    this.#mayEnd = true;
    this.order({ order: "exit" }).catch(() => {});
  }

  /** From now on it ends by itself when nothing is left to do. */
  async letEnd(): Promise<void> {
    this.#mayEnd = true;
    await this.order({ order: "let end" });
  }

  /** Terminates it, wherever it is. */
  async terminate(): Promise<void> {
    this.#mayEnd = true;
    await this.#member.end();
  }

  #follow(report: Report): void {
    this.#operations.get(report.operation)?.follow(report);
    const hasSettled = report.report === "resolved" || report.report === "rejected";
    if (hasSettled) this.#operations.delete(report.operation);
    this.onProgress();
  }
}

/** A handle that a member has on the state under test. Its methods return at once. */
export class RemoteHandle {
  readonly member: RemoteMember;
  readonly #number = nextNumber();
  readonly #trace: Trace;

  constructor(member: RemoteMember, trace: Trace) {
    this.member = member;
    this.#trace = trace;
  }

  async open(module: URL, id: string, { address, transfer }: Address): Promise<void> {
    const handle = this.#number;
    await this.member.order({ order: "open", handle, module: module.href, id, address }, transfer);
  }

  read(key: unknown): RemoteOperation {
    return this.#call("read", `read ${show(key)}`, { key });
  }

  write(key: unknown, value: unknown): RemoteOperation {
    return this.#call("write", `write ${show(key)} = ${show(value)}`, { key, value });
  }

  /** @param updater without one, it adds 1. */
  update(key: unknown, updater: UpdaterPlan = { does: "add", amount: 1 }): RemoteOperation {
    return this.#call("update", `update ${show(key)}`, { key, updater });
  }

  /** An update whose updater awaits what {@link decide} says. */
  hold(key: unknown): RemoteOperation {
    return this.update(key, { does: "await the decision" });
  }

  /** Calls one of the three, which leaves the value behind if it changes anything. */
  call(name: "read" | "write" | "update", key: unknown, value: unknown): RemoteOperation {
    switch (name) {
      case "read":
        return this.read(key);
      case "write":
        return this.write(key, value);
      case "update":
        return this.update(key, { does: "set", value });
    }
  }

  /** A change to a value in the midst of which its thread stops for ever, if it gets so far. */
  stopInTheMidst(
    name: "write" | "update",
    key: unknown,
    value: unknown,
    stopsAfter: number,
  ): RemoteOperation {
    const text = `${name} ${show(key)}, stopping after ${stopsAfter} accesses`;
    const updater: UpdaterPlan = { does: "set", value };
    return this.#call(name, text, { key, value, updater, stopsAfter });
  }

  close(): RemoteOperation {
    return this.#call("close", "close", {});
  }

  abort({ number: operation }: RemoteOperation, reason: string): void {
    this.#tell({ order: "abort", operation, reason });
  }

  decide({ number: operation }: RemoteOperation, step: Step): void {
    this.#tell({ order: "decide", operation, step });
  }

  increments(order: Omit<IncrementsOrder, "order" | "handle">): Promise<number[]> {
    return this.member.order({ order: "increments", handle: this.#number, ...order });
  }

  randomClients<History>(order: Omit<RandomOrder, "order" | "handle">): Promise<History> {
    return this.member.order({ order: "random clients", handle: this.#number, ...order });
  }

  /** Resolves when the race is over. */
  beBusy(name: BusyName, key: number, clients: number, race: NumbersAddress): Promise<void> {
    return this.member.order({ order: "be busy", handle: this.#number, name, key, clients, race });
  }

  outlast(
    name: OutlastName,
    key: number,
    race: NumbersAddress,
    overtakenPerLook: number,
  ): Promise<{ readonly overtaken: number; readonly hasSettled: boolean }> {
    const handle = this.#number;
    return this.member.order({ order: "outlast", handle, name, key, race, overtakenPerLook });
  }

  awaitTimer(name: BusyName, key: number, maximumCalls: number): Promise<boolean> {
    const handle = this.#number;
    return this.member.order({ order: "await a timer", handle, name, key, maximumCalls });
  }

  #call(
    name: CallOrder["name"],
    text: string,
    details: Pick<CallOrder, "key" | "value" | "updater" | "stopsAfter">,
  ): RemoteOperation {
    const traced = this.#trace.begin(
      `${this.member.name}: ${text}`,
      name === "read" || name === "update",
    );
    const operation = new RemoteOperation(nextNumber(), traced);
    const handle = this.#number;
    const order: CallOrder = {
      order: "call",
      handle,
      operation: operation.number,
      name,
      ...details,
    };
    this.member.begin(order, operation);
    return operation;
  }

  #tell(order: Order): void {
    // A member that has ended needs no more orders.
    this.member.order(order).catch(() => {});
  }
}
