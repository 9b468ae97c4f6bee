/**
 * What Go's specification says of channels, as simply as it can be said: arrays, and no code of
 * ours. Programs run on the real channels and on this model, and everything that can be observed
 * must agree.
 *
 * A send, a receive and a select are one thing here: an operation with one or more cases. All
 * operations that wait are in one list, oldest first, whatever they wait for; a channel's queue is
 * the part of the list that has a case there.
 *
 * Where Go leaves a choice open, a step leads to several states, one per allowed choice. The
 * states that contradict what was observed are dropped; none may contradict all of it.
 */

/** The channel that is nil; all others are numbered from 0. */
export const NIL = -1;

/** One case of an operation: to send `value`, or to receive if there is none, or an abort. */
export interface ModelCase {
  readonly channel: number;
  readonly value?: number;
  /** The signal that makes the case ready by its abort. Then it has nothing to do with a channel. */
  readonly signal?: number;
  /** Begins the outcome: the case's name in a select, nothing for a plain send or receive. */
  readonly label: string;
}

export interface Operation {
  readonly id: number;
  readonly cases: readonly ModelCase[];
  /** False: where the operation would have to wait, it ends with "would wait" instead. */
  readonly mayWait: boolean;
  /** When its time limit ends, on the clock of the program. */
  readonly deadlineMs: number;
  /** The iterator whose `next` it is. An iterator receives nothing after its end. */
  readonly iterator?: number;
  /** The select, kept for further use, whose `next` it is. */
  readonly kept?: number;
}

interface ModelChannel {
  readonly capacity: number;
  readonly closed: boolean;
  readonly buffer: readonly number[];
}

export interface State {
  readonly channels: readonly ModelChannel[];
  readonly waiting: readonly Operation[];
  /**
   * How each operation ended that does not wait, in words. Several where Go leaves it open and
   * nothing else depends on it.
   */
  readonly outcomes: ReadonlyMap<number, readonly string[]>;
  readonly endedIterators: readonly number[];
  readonly abortedSignals: readonly number[];
}

export function initialState(capacities: readonly number[]): State {
  return {
    channels: capacities.map((capacity) => ({ capacity, closed: false, buffer: [] })),
    waiting: [],
    outcomes: new Map(),
    endedIterators: [],
    abortedSignals: [],
  };
}

/** Begins an operation: it ends at once if one of its cases is ready, and waits otherwise. */
export function begin(state: State, operation: Operation): State[] {
  if (operation.iterator !== undefined && state.endedIterators.includes(operation.iterator)) {
    return [ended(state, operation, "ended")];
  }
  const ready = operation.cases.filter((one) => isReady(state, one));
  if (ready.length > 0) return ready.flatMap((chosen) => carryOut(state, operation, chosen));
  if (!operation.mayWait) return [ended(state, operation, "would wait")];
  return [{ ...state, waiting: [...state.waiting, operation] }];
}

/** An operation that still waits ends without its cases: its signal aborted, its iterator was left. */
export function cancel(state: State, id: number, outcome: string): State {
  const operation = state.waiting.find((one) => one.id === id);
  return operation === undefined ? state : ended(state, operation, outcome);
}

/** Ends the waits whose time limit has come. */
export function passTime(state: State, nowMs: number): State {
  return state.waiting
    .filter((operation) => operation.deadlineMs <= nowMs)
    .reduce<State>((later, operation) => ended(later, operation, "timed out"), state);
}

/** A signal aborts, and the operations end that have it as a case. */
export function abortSignal(state: State, signal: number): State {
  const labels = ({ cases }: Operation): string[] =>
    cases.filter((one) => one.signal === signal).map(({ label }) => `${label}aborted`);
  return state.waiting
    .filter((operation) => labels(operation).length > 0)
    .reduce<State>((later, operation) => ended(later, operation, ...labels(operation)), {
      ...state,
      abortedSignals: [...state.abortedSignals, signal],
    });
}

/** An iterator is left: a `next` that waits ends, and later ones receive nothing. */
export function leaveIterator(state: State, iterator: number): State {
  const left: State = { ...state, endedIterators: [...state.endedIterators, iterator] };
  return state.waiting
    .filter((operation) => operation.iterator === iterator)
    .reduce((later, operation) => ended(later, operation, "ended"), left);
}

/** Closes an open channel. All operations that wait there end, each by one of its cases there. */
export function close(state: State, channel: number): State {
  return state.waiting
    .filter((operation) => casesAt(operation, channel).length > 0)
    .reduce<State>(
      (later, operation) =>
        ended(
          later,
          operation,
          ...casesAt(operation, channel).map(({ value, label }) =>
            value === undefined ? `${label}ended` : "closed",
          ),
        ),
      withChannel(state, channel, { closed: true }),
    );
}

function isReady(state: State, { channel: index, value, signal }: ModelCase): boolean {
  if (signal !== undefined) return state.abortedSignals.includes(signal);
  const channel = state.channels[index];
  if (channel === undefined) return false; // nil
  if (channel.closed) return true;
  return value === undefined
    ? channel.buffer.length > 0 || oldestSender(state, index) !== undefined
    : channel.buffer.length < channel.capacity || oldestReceiver(state, index) !== undefined;
}

/** A case that is ready is carried out; the operation ends, and its peer does, if there is one. */
function carryOut(state: State, operation: Operation, chosen: ModelCase): State[] {
  const { channel: index, value, label } = chosen;
  if (chosen.signal !== undefined) return [ended(state, operation, `${label}aborted`)];
  const { closed, buffer } = state.channels[index]!;

  if (value !== undefined) {
    if (closed) return [ended(state, operation, "closed")];
    const sent = ended(state, operation, `${label}sent`);
    const receiver = oldestReceiver(state, index);
    if (receiver === undefined) return [withChannel(sent, index, { buffer: [...buffer, value] })];
    const received = receivesAt(receiver, index).map((its) => `${its.label}received ${value}`);
    return [ended(sent, receiver, ...received)];
  }

  const sender = oldestSender(state, index);
  if (sender === undefined) {
    const [oldest, ...rest] = buffer;
    if (oldest === undefined) return [ended(state, operation, `${label}ended`)];
    const received = ended(state, operation, `${label}received ${oldest}`);
    return [withChannel(received, index, { buffer: rest })];
  }
  // The sender's value goes to the end of the line, and the value at its beginning is received.
  return sendsAt(sender, index).map((its) => {
    const [oldest, ...rest] = [...buffer, its.value!];
    const received = ended(state, operation, `${label}received ${oldest}`);
    return withChannel(ended(received, sender, `${its.label}sent`), index, { buffer: rest });
  });
}

function ended(state: State, operation: Operation, ...outcomes: string[]): State {
  const { iterator } = operation;
  const endsIterator = iterator !== undefined && !outcomes[0]!.startsWith("received");
  return {
    ...state,
    waiting: state.waiting.filter((one) => one !== operation),
    outcomes: new Map(state.outcomes).set(operation.id, outcomes),
    endedIterators: endsIterator ? [...state.endedIterators, iterator] : state.endedIterators,
  };
}

function withChannel(state: State, index: number, change: Partial<ModelChannel>): State {
  const channels = state.channels.map((one, at) => (at === index ? { ...one, ...change } : one));
  return { ...state, channels };
}

function casesAt(operation: Operation, channel: number): ModelCase[] {
  return operation.cases.filter((one) => one.channel === channel);
}

export function sendsAt(operation: Operation, channel: number): ModelCase[] {
  return casesAt(operation, channel).filter((one) => one.value !== undefined);
}

export function receivesAt(operation: Operation, channel: number): ModelCase[] {
  return casesAt(operation, channel).filter((one) => one.value === undefined);
}

function oldestSender(state: State, channel: number): Operation | undefined {
  return state.waiting.find((operation) => sendsAt(operation, channel).length > 0);
}

function oldestReceiver(state: State, channel: number): Operation | undefined {
  return state.waiting.find((operation) => receivesAt(operation, channel).length > 0);
}
