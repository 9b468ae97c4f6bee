/**
 * All that differs between members that are threads and members that are processes. The clauses,
 * the orders and the pool know neither.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SharedEventCounter } from "@sync-strategies/linearizability";
import { startProcess, startThread, type Member } from "@sync-strategies/members";
import type { Span } from "@sync-strategies/state-store";
import { ContractViolation } from "../expectations.ts";
import type { ClockAddress } from "./clock-address.ts";
import type { Order } from "./orders.ts";
import { closeNumbersFile, numbersInMemory, type NumbersAddress } from "./shared-numbers.ts";

export interface MemberKind {
  readonly noun: "thread" | "process";
  readonly plural: "threads" | "processes";

  /** Starts one. To end it from outside terminates a thread, and kills a process by SIGKILL. */
  readonly start: (program: URL, name: string) => Promise<Member<Order, unknown>>;

  /** What orders the events of all members and of the coordinator. */
  readonly newClock: () => ClockAddress;

  readonly newNumbersShare: () => NumbersShare;

  /** What the members have used of the processors since they were started, in milliseconds. */
  readonly processorMs: (usedByEach: readonly number[]) => number;
}

/** Gives out numbers that all members of a pool see, until it is disposed of. */
export interface NumbersShare extends Disposable {
  share(count: number): NumbersAddress;
}

/** What machines can share, two processes of one machine can share as well. */
export function memberKindOf(span: Span): MemberKind {
  return span === "threads" ? threads : processes;
}

/**
 * The sentence for members of this kind. Sentences are written for threads, and lists of tests
 * name them so.
 */
export function inWordsOf({ noun, plural }: MemberKind, sentence: string): string {
  return sentence.replaceAll(/\bthread(s?)\b/g, (_, s) => (s === "" ? noun : plural));
}

/** What a test found, likewise. An error of the strategy stays as it is. */
export function foundInWordsOf(kind: MemberKind, found: unknown): unknown {
  if (!(found instanceof ContractViolation)) return found;
  return new ContractViolation(inWordsOf(kind, found.message), { cause: found });
}

const threads: MemberKind = {
  noun: "thread",
  plural: "threads",
  start: startThread,
  newClock: () => new SharedEventCounter().memory,
  newNumbersShare: () => ({ share: numbersInMemory, [Symbol.dispose]() {} }),
  // Each of them answers for the process that they share.
  processorMs: (usedByEach) => Math.max(...usedByEach),
};

const processes: MemberKind = {
  noun: "process",
  plural: "processes",
  start: startProcess,
  newClock: () => "monotonic",
  newNumbersShare: () => new NumbersShareInFile(),
  processorMs: (usedByEach) => usedByEach.reduce((sum, each) => sum + each, 0),
};

class NumbersShareInFile implements NumbersShare {
  readonly #folder = mkdtempSync(join(tmpdir(), "state-store-testkit-"));
  readonly #path = join(this.#folder, "numbers");
  #shared = 0;

  constructor() {
    writeFileSync(this.#path, "");
  }

  share(count: number): NumbersAddress {
    const first = this.#shared;
    this.#shared += count;
    return { path: this.#path, first };
  }

  [Symbol.dispose](): void {
    closeNumbersFile(this.#path);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
