/**
 * The coordinator's side of the protocol, over any transport.
 *
 * Invariant: once the member has ended no request is under way, and a later one is refused at once.
 */
import { errorFrom } from "./error-data.ts";
import { MemberFailure, type Member, type MemberEnd } from "./member.ts";
import type { Answer, Question } from "./protocol.ts";
import type { Transport } from "./transport.ts";

/** Resolves when the member is ready to serve. A member that ends first is a MemberFailure. */
export async function memberOver<Request, Reply>(
  transport: Transport,
  name: string,
): Promise<Member<Request, Reply>> {
  const member = new MemberOver<Request, Reply>(transport, name);
  await member.ready;
  return member;
}

interface Asker<Reply> {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: MemberFailure) => void;
}

class MemberOver<Request, Reply> implements Member<Request, Reply> {
  readonly name: string;
  readonly ended: Promise<MemberEnd>;
  readonly ready: Promise<void>;
  readonly #transport: Transport;
  readonly #askers = new Map<number, Asker<Reply>>();
  readonly #listeners: ((notice: unknown) => void)[] = [];
  #nextNumber = 0;
  #end: MemberEnd | undefined;
  #onReady: () => void = () => {};

  constructor(transport: Transport, name: string) {
    this.name = name;
    this.#transport = transport;
    transport.onMessage((message) => this.#receive(message as Answer<Reply>));
    this.ended = transport.ended.then((end) => this.#hasEnded(end));
    this.ready = new Promise((resolve, reject) => {
      this.#onReady = resolve;
      void this.ended.then((end) => reject(MemberFailure.ofEnd(this.name, end)));
    });
  }

  async ask(request: Request, transfer: readonly object[] = []): Promise<Reply> {
    if (this.#end !== undefined) throw MemberFailure.ofEnd(this.name, this.#end);
    const number = this.#nextNumber++;
    const question: Question<Request> = { number, request };
    this.#transport.post(question, transfer);
    return new Promise((resolve, reject) => this.#askers.set(number, { resolve, reject }));
  }

  onNotice(listener: (notice: unknown) => void): void {
    this.#listeners.push(listener);
  }

  async end(): Promise<void> {
    await this.#transport.end();
    await this.ended;
  }

  #receive(answer: Answer<Reply>): void {
    switch (answer.type) {
      case "ready":
        return this.#onReady();
      case "replied":
        return this.#take(answer.number)?.resolve(answer.reply);
      case "threw": {
        const failure = MemberFailure.ofRequest(this.name, errorFrom(answer.error));
        return this.#take(answer.number)?.reject(failure);
      }
      case "notice":
        for (const listener of this.#listeners) listener(answer.notice);
    }
  }

  #take(number: number): Asker<Reply> | undefined {
    const asker = this.#askers.get(number);
    this.#askers.delete(number);
    return asker;
  }

  #hasEnded(end: MemberEnd): MemberEnd {
    this.#end = end;
    for (const { reject } of this.#askers.values()) reject(MemberFailure.ofEnd(this.name, end));
    this.#askers.clear();
    return end;
  }
}
