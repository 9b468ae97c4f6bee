/**
 * What the compiler accepts and what it refuses; the type check of this package is the test.
 */
import { describe, expectTypeOf, test } from "vitest";
import {
  aborting,
  after,
  Channel,
  nilChannel,
  receiving,
  Select,
  select,
  sending,
  settling,
  type Case,
  type Chosen,
  type ReceiveCase,
  type ReceiveChannel,
  type Received,
  type SendCase,
  type SendChannel,
} from "@sync-strategies/channels";

type NumberOrString = number | string;
const numbers = new Channel<number>();
const either = new Channel<NumberOrString>();
const receiveOnly: ReceiveChannel<number> = numbers;
const sendOnly: SendChannel<number> = numbers;

/** Lets the compiler see the code, and does not run it. */
function check(code: () => unknown): void {
  void code;
}

describe("the direction of a channel", () => {
  test("allows what Go allows", () => {
    check(async () => {
      await numbers.send(0);
      await numbers.receive();
      await receiveOnly.receive();
      await receiveOnly.receiveOk();
      for await (const value of receiveOnly) expectTypeOf(value).toEqualTypeOf<number>();
      await sendOnly.send(0);
      sendOnly.post(0);
      await select({ out: sending(numbers, 0), in: receiving(numbers) });
      await select({ out: sending(sendOnly, 0), in: receiving(receiveOnly) });
      numbers.close();
      sendOnly.close();
    });
    expectTypeOf<Channel<number>>().toExtend<ReceiveChannel<number>>();
    expectTypeOf<Channel<number>>().toExtend<SendChannel<number>>();
  });

  test("forbids what Go forbids", () => {
    const count = 2;
    check(async () => {
      // @ts-expect-error: it can only receive.
      await receiveOnly.send(0);
      // @ts-expect-error: it can only receive.
      receiveOnly.post(0);
      // @ts-expect-error: it can only receive.
      receiveOnly.trySend(0);
      // @ts-expect-error: it can only send.
      await sendOnly.receive();
      // @ts-expect-error: it can only send.
      await sendOnly.receiveOk();
      // @ts-expect-error: it can only send.
      sendOnly.tryReceive();
      // @ts-expect-error: no case sends to what can only receive.
      sending(receiveOnly, 0);
      // @ts-expect-error: no case receives from what can only send.
      receiving(sendOnly);
      // @ts-expect-error: no loop receives from what can only send.
      sendOnly[Symbol.asyncIterator]();
      // @ts-expect-error: it can only send.
      sendOnly.values();
      // @ts-expect-error: closing is the sender's part.
      receiveOnly.close();
      // @ts-expect-error: it is no channel.
      receiving(count);
      // @ts-expect-error: it is no channel.
      sending(count, 0);
    });
    expectTypeOf(receiveOnly).not.toHaveProperty("send");
    expectTypeOf(sendOnly).not.toHaveProperty("receive");
  });

  test("can be given up, but not regained or turned", () => {
    check(() => {
      const receives: ReceiveChannel<number> = numbers;
      const sends: SendChannel<number> = numbers;
      // @ts-expect-error: what can only receive is no whole channel.
      const whole: Channel<number> = receives;
      // @ts-expect-error: what can only send is no whole channel.
      const alsoWhole: Channel<number> = sends;
      // @ts-expect-error: the opposite direction.
      const turned: SendChannel<number> = receives;
      // @ts-expect-error: the opposite direction.
      const turnedBack: ReceiveChannel<number> = sends;
      return [whole, alsoWhole, turned, turnedBack];
    });
    expectTypeOf(receiveOnly).not.toExtend<Channel<number>>();
    expectTypeOf(sendOnly).not.toExtend<Channel<number>>();
  });

  test("of after is to receive, or to dispose of it", () => {
    const limit = after(1);
    expectTypeOf(limit.tryReceive()).toEqualTypeOf<Received<Date> | undefined>();
    expectTypeOf(limit).toExtend<Disposable>();
    check(() => {
      // @ts-expect-error: no one sends to a timer.
      limit.trySend(new Date());
      // @ts-expect-error: disposing of it stops the timer.
      limit.close();
    });
  });
});

describe("a channel of one type", () => {
  test("is no channel of a wider or a narrower one", () => {
    check(() => {
      // @ts-expect-error: a string could be sent to a channel of numbers.
      const wide: Channel<NumberOrString> = numbers;
      // @ts-expect-error: a string could be received from it.
      const narrow: Channel<number> = either;
      // @ts-expect-error: a string could be sent to a channel of numbers.
      const made: Channel<NumberOrString> = new Channel<number>();
      return [wide, narrow, made];
    });
    expectTypeOf(numbers).not.toExtend<Channel<NumberOrString>>();
    expectTypeOf(either).not.toExtend<Channel<number>>();
  });

  test("receives as one of a wider type, and sends as one of a narrower type", () => {
    expectTypeOf<Channel<number>>().toExtend<ReceiveChannel<NumberOrString>>();
    expectTypeOf<ReceiveChannel<number>>().toExtend<ReceiveChannel<NumberOrString>>();
    expectTypeOf<Channel<number>>().toExtend<SendChannel<1>>();
    expectTypeOf<SendChannel<NumberOrString>>().toExtend<SendChannel<number>>();
    expectTypeOf<Channel<NumberOrString>>().not.toExtend<ReceiveChannel<number>>();
    expectTypeOf<Channel<number>>().not.toExtend<SendChannel<NumberOrString>>();
    expectTypeOf<ReceiveChannel<NumberOrString>>().not.toExtend<ReceiveChannel<number>>();
    expectTypeOf<SendChannel<number>>().not.toExtend<SendChannel<NumberOrString>>();
    // A case's channel can be replaced, so a case is of one type.
    expectTypeOf<ReceiveCase<number>>().not.toExtend<ReceiveCase<NumberOrString>>();
    expectTypeOf<SendCase<NumberOrString>>().not.toExtend<SendCase<number>>();
  });

  test("gives its cases their type", () => {
    expectTypeOf(receiving(numbers)).toEqualTypeOf<ReceiveCase<number>>();
    expectTypeOf(receiving(new Channel<number | undefined>())).toEqualTypeOf<
      ReceiveCase<number | undefined>
    >();
    expectTypeOf(sending(either, 1)).toEqualTypeOf<SendCase<NumberOrString>>();
    expectTypeOf(nilChannel<string>()).toEqualTypeOf<Channel<string>>();
    check(() => {
      // @ts-expect-error: a string is no number.
      sending(numbers, "x");
      // @ts-expect-error: a channel of strings or numbers could hand over a string.
      receiving(numbers).channel = either;
      receiving(either).channel = numbers;
      sending(numbers, 1).channel = either;
      // @ts-expect-error: a channel of numbers takes no strings.
      sending(either, 1).channel = numbers;
    });
  });
});

describe("what a select resolves to", () => {
  type NumberReceived<Name> =
    | { readonly case: Name; readonly ok: true; readonly value: number }
    | { readonly case: Name; readonly ok: false; readonly value: undefined };
  type Sent<Name> = { readonly case: Name; readonly ok: true; readonly value: undefined };

  test("has the case's name, and the value of a receive", () => {
    const both = new Select({ in: receiving(numbers), out: sending(numbers, 1) });
    expectTypeOf(both.poll()).toEqualTypeOf<NumberReceived<"in"> | Sent<"out"> | undefined>();
    expectTypeOf(both.next()).toEqualTypeOf<Promise<NumberReceived<"in"> | Sent<"out">>>();
  });

  test("has both outcomes of a case that may send or receive", () => {
    const cases = { one: numbers.closed ? sending(numbers, 1) : receiving(numbers) };
    expectTypeOf<Chosen<typeof cases>>().toEqualTypeOf<NumberReceived<"one"> | Sent<"one">>();
  });

  test("has the outcomes of an optional case", () => {
    type Cases = { a?: ReceiveCase<number>; b: SendCase<number> | undefined };
    expectTypeOf<Chosen<Cases>>().toEqualTypeOf<NumberReceived<"a"> | Sent<"b">>();
  });

  test("has the outcomes of a record of cases of either kind", () => {
    type Cases = Record<string, ReceiveCase<number> | SendCase<string>>;
    expectTypeOf<Chosen<Cases>>().toEqualTypeOf<NumberReceived<string> | Sent<string>>();
    type Names = Partial<Record<"a" | "b", ReceiveCase<number>>>;
    expectTypeOf<Chosen<Names>>().toEqualTypeOf<NumberReceived<"a"> | NumberReceived<"b">>();
  });

  test("has the index of a case in an array or a tuple, as a number", () => {
    const array = [numbers, numbers].map((channel) => receiving(channel));
    check(async () => {
      expectTypeOf(await select(array)).toEqualTypeOf<NumberReceived<number>>();
      const chosen = await select([receiving(numbers), sending(either, "x")]);
      expectTypeOf(chosen).toEqualTypeOf<NumberReceived<0> | Sent<1>>();
      if (chosen.case === 0 && chosen.ok) expectTypeOf(chosen.value).toEqualTypeOf<number>();
      const optional = await select([undefined, receiving(numbers)]);
      expectTypeOf(optional).toEqualTypeOf<NumberReceived<1>>();
    });
  });

  test("has a signal's reason, and a promise's value or error", () => {
    const { signal } = new AbortController();
    check(async () => {
      const chosen = await select({ stop: aborting(signal), loaded: settling(Promise.resolve(1)) });
      if (chosen.case === "stop") {
        expectTypeOf(chosen.ok).toEqualTypeOf<true>();
        expectTypeOf(chosen.value).toEqualTypeOf<unknown>();
      } else if (chosen.ok) {
        expectTypeOf(chosen.value).toEqualTypeOf<number>();
      } else {
        expectTypeOf(chosen.error).toEqualTypeOf<unknown>();
        expectTypeOf(chosen.value).toEqualTypeOf<undefined>();
      }
    });
  });

  test("says little of a case that may be any", () => {
    expectTypeOf<Chosen<{ any: Case }>>().toEqualTypeOf<{
      readonly case: "any";
      readonly ok: boolean;
      readonly value: unknown;
    }>();
    expectTypeOf<Chosen<{}>>().toEqualTypeOf<never>();
    expectTypeOf<Chosen<[]>>().toEqualTypeOf<never>();
  });

  test("refuses what is no case", () => {
    check(() => {
      // @ts-expect-error: a channel is no case.
      void select({ a: numbers });
      // @ts-expect-error: nor is a name.
      void select(["a"]);
      const { cases } = new Select({ a: receiving(numbers) });
      // @ts-expect-error: a case cannot be replaced; its channel can.
      cases.a = receiving(numbers);
      cases.a.channel = nilChannel();
    });
    expectTypeOf(numbers).not.toExtend<Case>();
  });
});
