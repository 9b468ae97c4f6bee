/** The changes that a violation shows, as a fault's own sentences need them. */
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
