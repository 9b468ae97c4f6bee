import { channel } from "node:diagnostics_channel";
import type { ChildProcess } from "node:child_process";
import type { Worker } from "node:worker_threads";

/** A thread or a process that was started while a state was created. */
export interface Started {
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** On it Node announces each process that it starts. */
const processChannel = channel("child_process");

/** Calls `create`, and adds to the list what it starts in this process, until it settles. */
export async function notingStarted<Result>(
  started: Started[],
  create: () => Promise<Result>,
): Promise<Result> {
  const noteThread = (worker: Worker): void => {
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    started.push({ ended, end: () => void worker.terminate() });
  };
  const noteProcess = (message: unknown): void => {
    const { process: child } = message as { readonly process: ChildProcess };
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      // One that could not be started does not exit.
      child.once("close", () => resolve());
    });
    started.push({ ended, end: () => void child.kill("SIGKILL") });
  };
  process.on("worker", noteThread);
  processChannel.subscribe(noteProcess);
  try {
    return await create();
  } finally {
    process.off("worker", noteThread);
    processChannel.unsubscribe(noteProcess);
  }
}
