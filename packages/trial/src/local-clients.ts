/** All clients in this event loop: how a strategy is measured whose state lives in one. */
import { mergeHistories } from "@sync-strategies/linearizability";
import { assertStore, type StateStore, type Strategy } from "@sync-strategies/state-store";
import type {
  Clients,
  ClientsProgress,
  FinishedRun,
  GarbageCollection,
  OpenState,
  RecordedHistory,
  RunRequest,
} from "./clients.ts";
import { EventLoopClients, type Machine } from "./event-loop-clients.ts";
import type { TrialPhase } from "./measure.ts";
import type { Work } from "./work.ts";

export class LocalClients implements Clients {
  readonly #strategy: Strategy;
  readonly #machine: Machine;
  readonly #enter: (phase: TrialPhase) => void;
  #clients: EventLoopClients | undefined;
  /** Keeps the count rising from one run to the next. */
  #completedBefore = 0;
  /** Whether an operation of the latest run had an unknown outcome. */
  #hasUnknown = false;

  constructor(strategy: Strategy, machine: Machine, enter: (phase: TrialPhase) => void) {
    this.#strategy = strategy;
    this.#machine = machine;
    this.#enter = enter;
  }

  /** It is the very work that is done. */
  async prepare(work: Work): Promise<readonly string[]> {
    this.#clients = new EventLoopClients(work, this.#machine);
    return [work.digest];
  }

  async prepareRecording(operations: number): Promise<void> {
    this.#prepared.prepareRecording(operations);
  }

  async collectGarbage(kind: GarbageCollection): Promise<void> {
    this.#machine.collectGarbage(kind);
  }

  async open(): Promise<OpenState> {
    this.#enter("creating the store");
    const made = await this.#strategy.createStore<number, number>();
    assertStore(made);
    return {
      run: (request) => this.#run(made, request),
      look: (use) => use(made),
      close: async () => {
        this.#enter("closing");
        await made.close();
      },
    };
  }

  async history(): Promise<RecordedHistory> {
    const { recorder } = this.#prepared;
    if (!this.#hasUnknown) return { history: recorder.history(), totalOps: recorder.total };
    // Gives clients that went on their new numbers.
    const { history, totalOps, clients } = mergeHistories([recorder.memberHistory()]);
    const clientTitle = (number: number): string =>
      `client ${clients.get(number)?.client ?? number}`;
    return { history, totalOps, clientTitle };
  }

  progress(): ClientsProgress {
    const completedOps = this.#completedBefore + (this.#clients?.completedOps ?? 0);
    return { completedOps, members: [] };
  }

  async end(): Promise<void> {}

  async #run(store: StateStore<number, number>, request: RunRequest): Promise<FinishedRun> {
    this.#completedBefore = this.progress().completedOps;
    this.#prepared.arm(store, request);
    const { notes, resources } = await this.#prepared.run(request.runLength);
    this.#hasUnknown = notes.clients.some(({ unknown }) => unknown > 0);
    return { notes: [notes], resources };
  }

  get #prepared(): EventLoopClients {
    if (this.#clients === undefined) throw new TypeError("The clients were given no work.");
    return this.#clients;
  }
}
