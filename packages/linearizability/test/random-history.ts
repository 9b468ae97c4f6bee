/**
 * Small histories drawn at random, right and wrong ones: operations really carried out on a map
 * at some moment between call and return, some results then tampered with, some returns unseen.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { HistoryRecorder } from "@sync-strategies/linearizability";

interface Running {
  readonly kind: number;
  readonly operation: number;
  readonly key: number;
  readonly value: number;
  result: number | undefined;
  applied: boolean;
}

export function randomHistory(generator: RandomGenerator, capacity = 1000): HistoryRecorder {
  const lot = (below: number): number => uniformInt(generator, 0, below - 1);
  const recorder = new HistoryRecorder(capacity);
  const state = new Map<number, number>();
  const clients = 2 + lot(3);
  const running: (Running | undefined)[] = Array.from({ length: clients });
  const written: number[] = [];
  const keys = 1 + lot(2);
  const faults = lot(3);
  let remaining = 3 + lot(6);
  while (remaining > 0 || running.some((one) => one !== undefined)) {
    const client = lot(clients);
    const one = running[client];
    if (one === undefined) {
      if (remaining === 0) continue;
      remaining--;
      const [kind, key, value] = [lot(3), lot(keys), written.length];
      if (kind > 0) written.push(value);
      const operation =
        kind === 0
          ? recorder.callRead(client, key)
          : kind === 1
            ? recorder.callWrite(client, key, value)
            : recorder.callUpdate(client, key);
      running[client] = { kind, operation, key, value, result: undefined, applied: false };
    } else if (!one.applied) {
      one.applied = true;
      one.result = state.get(one.key);
      if (faults > 0 && lot(8) === 0) one.result = lot(4) === 0 ? undefined : lot(8);
      if (one.kind > 0 && (faults < 2 || lot(6) > 0)) state.set(one.key, one.value);
      if (one.kind === 2) recorder.updating(one.operation, one.result, one.value);
    } else {
      running[client] = undefined;
      // The client is never seen to return: it is gone, and another one takes its place.
      if (lot(6) === 0) continue;
      if (one.kind === 0) recorder.returnRead(one.operation, one.result);
      else if (one.kind === 1) recorder.returnWrite(one.operation);
      else recorder.returnUpdate(one.operation);
    }
  }
  return recorder;
}
