/** The changes that a violation shows, as the sentences of a fault need them. */
import type { Scene } from "@sync-strategies/faults/fault";

export interface ShownChange {
  /** As people know it: "client 7 (process 1)". */
  readonly clientTitle: string;
  /** What the updater was given; undefined if there was no value. */
  readonly before: number | undefined;
  readonly after: number;
  /** In milliseconds since the clients began. */
  readonly acknowledgedMs: number;
}

/**
 * Two changes that were made from the same value, so that one of them is lost: that which was
 * acknowledged first, and the other. Undefined if the violation is of another kind.
 */
export function lostChange(
  scene: Scene,
): { readonly lost: ShownChange; readonly other: ShownChange } | undefined {
  const inOrder = changesShown(scene).toSorted(
    (one, another) => one.acknowledgedMs - another.acknowledgedMs,
  );
  for (const [place, lost] of inOrder.entries()) {
    const other = inOrder.slice(place + 1).find(({ before }) => before === lost.before);
    if (other !== undefined) return { lost, other };
  }
  return undefined;
}

/** Those that were acknowledged, in the order of their calls. None where nothing was violated. */
export function changesShown(scene: Scene): ShownChange[] {
  if (scene.verdict.verdict !== "not-linearizable") return [];
  return scene.verdict.witness.operations.flatMap(
    ({ name, output, returned, client, clientTitle }) => {
      if (name !== "update" || returned === undefined) return [];
      const [before, after] = output as [number | null, number];
      return {
        clientTitle: clientTitle ?? scene.clientTitle(client),
        before: before ?? undefined,
        after,
        acknowledgedMs: scene.timeOf(returned),
      };
    },
  );
}
