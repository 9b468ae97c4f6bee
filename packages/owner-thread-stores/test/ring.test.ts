import { array, assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { seedOf } from "../../../vitest.seed.ts";
import { RING_BYTES, RING_RECORDS, RingReader, RingWriter } from "../src/ring.ts";

/** Both ends of a ring, here in one thread. */
class Ring {
  readonly #memory = new SharedArrayBuffer(RING_BYTES);
  readonly writer = new RingWriter(this.#memory, 0);
  readonly reader = new RingReader(this.#memory, 0);
  #put = 0;

  /** Puts in the next *count* numbers. */
  put(count: number): void {
    for (let each = 0; each < count; each += 1) {
      const number = this.#put++;
      this.writer.put(number % 5, number, number % 7, number / 8);
    }
  }

  take(): number[] {
    const taken: number[] = [];
    this.reader.take((tag, id, key, value) => {
      const isWhole = tag === id % 5 && key === id % 7 && value === id / 8;
      taken.push(isWhole ? id : Number.NaN);
    });
    return taken;
  }
}

test("a record is taken only once it has been shown", () => {
  const ring = new Ring();
  ring.put(2);
  expect(ring.reader.isEmpty).toBe(true);
  expect(ring.take()).toEqual([]);
  expect(ring.writer.show()).toBe(true);
  expect(ring.reader.isEmpty).toBe(false);
  expect(ring.take()).toEqual([0, 1]);
  expect(ring.reader.isEmpty).toBe(true);
});

test("what finds the ring full waits with the writer, and nothing is overwritten or overtaken", () => {
  const ring = new Ring();
  ring.put(2 * RING_RECORDS + 1);
  ring.writer.show();
  expect(ring.writer.hasBacklog).toBe(true);
  // Nothing has been taken: there is nothing new to show.
  expect(ring.writer.show()).toBe(false);
  const taken = ring.take();
  expect(taken.length).toBe(RING_RECORDS);
  ring.put(1);
  ring.writer.show();
  taken.push(...ring.take());
  ring.writer.show();
  expect(ring.writer.hasBacklog).toBe(false);
  taken.push(...ring.take());
  expect(taken).toEqual(Array.from({ length: 2 * RING_RECORDS + 2 }, (_, number) => number));
});

test("records are taken whole, once and in order, however writes and reads follow each other", () => {
  assert(
    property(array(nat(700), { maxLength: 60 }), (steps) => {
      const ring = new Ring();
      const taken: number[] = [];
      let put = 0;
      for (const step of steps) {
        if (step % 3 === 0) taken.push(...ring.take());
        else if (step % 3 === 1) ring.writer.show();
        else {
          ring.put(step);
          put += step;
        }
      }
      do {
        ring.writer.show();
        taken.push(...ring.take());
      } while (ring.writer.hasBacklog || !ring.reader.isEmpty);
      expect(taken).toEqual(Array.from({ length: put }, (_, number) => number));
    }),
    { seed: seedOf(16), numRuns: 100 },
  );
});
