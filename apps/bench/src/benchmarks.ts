/**
 * The benchmarks of each primitive. A benchmark prepares its tasks once and can then be asked
 * for any number of operations, again and again.
 */
import type { ChannelPrimitive, Exclusive, Primitives } from "@sync-strategies/primitives";

export type GroupName = "send-receive" | "select" | "lock" | "post-reply";

export const questions: Readonly<Record<GroupName, string>> = {
  "send-receive": "What does it cost to hand a value from task to task?",
  select: "What does it cost to receive from the first of several channels?",
  lock: "What does it cost to acquire a lock and release it?",
  "post-reply": "What does it cost to ask another task and have its reply?",
};

export interface Benchmark {
  readonly group: GroupName;
  /** Its name within its group. */
  readonly name: string;
  /** How many awaits of an operation are the benchmark's own. */
  readonly ownAwaits: number;
  /** The runner for that library; undefined if it has no such primitive. */
  readonly prepare: (primitives: Primitives) => Run | undefined;
}

/** Carries out `operations` operations, or a few more if the tasks cannot share them evenly. */
export type Run = (operations: number) => Promise<void>;

const CROWD = 100;

export const benchmarks: readonly Benchmark[] = [
  {
    group: "send-receive",
    name: "1 sender, 1 receiver",
    ownAwaits: 2,
    prepare: ({ channel }) => channel && sendAndReceive(channel, 1),
  },
  {
    group: "send-receive",
    name: `${CROWD} senders, 1 receiver`,
    ownAwaits: 2,
    prepare: ({ channel }) => channel && sendAndReceive(channel, CROWD),
  },
  ...[1, 2, 8, 64].flatMap((cases): Benchmark[] => {
    const casesInWords = cases === 1 ? "1 case" : `${cases} cases`;
    return [
      {
        group: "select",
        name: `${casesInWords}, one ready at a time`,
        ownAwaits: 2,
        prepare: ({ channel }) => channel && selectFromOne(channel, cases),
      },
      {
        group: "select",
        name: `${casesInWords}, all ready`,
        ownAwaits: 2,
        prepare: ({ channel }) => channel && selectFromAll(channel, cases),
      },
    ];
  }),
  {
    group: "lock",
    name: "1 task",
    ownAwaits: 1,
    prepare: (primitives) => acquireAndRelease(primitives, 1),
  },
  {
    group: "lock",
    name: `${CROWD} tasks`,
    ownAwaits: 1,
    prepare: (primitives) => acquireAndRelease(primitives, CROWD),
  },
  {
    group: "post-reply",
    name: "1 client",
    ownAwaits: 1,
    prepare: (primitives) => ask(primitives, 1),
  },
  {
    group: "post-reply",
    name: `${CROWD} clients`,
    ownAwaits: 1,
    prepare: (primitives) => ask(primitives, CROWD),
  },
];

/** Shares the operations among `tasks` tasks. */
async function share(
  operations: number,
  tasks: number,
  task: (operations: number) => Promise<void>,
): Promise<void> {
  const each = Math.ceil(operations / tasks);
  await Promise.all(Array.from({ length: tasks }, () => task(each)));
}

function sendAndReceive<Channel>(channels: ChannelPrimitive<Channel>, senders: number): Run {
  const channel = channels.make();
  const send = async (values: number): Promise<void> => {
    for (let value = 0; value < values; value++) await channels.send(channel, value);
  };
  return async (operations) => {
    const sending = share(operations, senders, send);
    const values = Math.ceil(operations / senders) * senders;
    for (let count = 0; count < values; count++) await channels.receive(channel);
    await sending;
  };
}

/** One sender goes round the channels, and mostly finds the select waiting. */
function selectFromOne<Channel>(
  primitive: ChannelPrimitive<Channel>,
  cases: number,
): Run | undefined {
  if (primitive.makeSelect === undefined) return undefined;
  const channels = Array.from({ length: cases }, () => primitive.make());
  const next = primitive.makeSelect(channels);
  const sendRound = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      for (const channel of channels) await primitive.send(channel, round);
    }
  };
  return async (operations) => {
    const rounds = Math.ceil(operations / cases);
    const sending = sendRound(rounds);
    for (let count = 0; count < rounds * cases; count++) await next();
    await sending;
  };
}

/** Each channel has its sender, so that the select mostly finds all of them ready. */
function selectFromAll<Channel>(
  primitive: ChannelPrimitive<Channel>,
  cases: number,
): Run | undefined {
  if (primitive.makeSelect === undefined) return undefined;
  const channels = Array.from({ length: cases }, () => primitive.make());
  const next = primitive.makeSelect(channels);
  return async (operations) => {
    const each = Math.ceil(operations / cases);
    const sending = channels.map(async (channel) => {
      for (let value = 0; value < each; value++) await primitive.send(channel, value);
    });
    for (let count = 0; count < each * cases; count++) await next();
    await Promise.all(sending);
  };
}

function acquireAndRelease(
  { makeLock, makeExclusive }: Primitives,
  tasks: number,
): Run | undefined {
  if (makeLock === undefined) return makeExclusive && runExclusively(makeExclusive(), tasks);
  const lock = makeLock();
  const task = async (operations: number): Promise<void> => {
    for (let count = 0; count < operations; count++) lock.release(await lock.acquire());
  };
  return (operations) => share(operations, tasks, task);
}

function runExclusively(exclusive: Exclusive, tasks: number): Run {
  let held = 0;
  const critical = (): number => (held += 1);
  const task = async (operations: number): Promise<void> => {
    for (let count = 0; count < operations; count++) await exclusive(critical);
  };
  return (operations) => share(operations, tasks, task);
}

function ask({ startServer }: Primitives, clients: number): Run | undefined {
  if (startServer === undefined) return undefined;
  const request = startServer((number) => number + 1);
  const client = async (operations: number): Promise<void> => {
    for (let number = 0; number < operations; number++) {
      const reply = await request(number);
      if (reply !== number + 1) throw new Error(`the reply to ${number} was ${reply}`);
    }
  };
  return (operations) => share(operations, clients, client);
}
