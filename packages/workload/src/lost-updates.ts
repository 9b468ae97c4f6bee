/**
 * How many acknowledged updates of a key left no trace.
 *
 * Every value is written once, so an update that was given u and returned v belongs right behind
 * whatever wrote u. The updates of a key therefore form trees: a root is a value that no update
 * returned, which is the initial state or a plain write's, and below each value are the updates
 * that were given it. Of those only one can have followed it. So of each tree the updates on one
 * path down from the root can have taken effect; all others were overwritten by an update that had
 * never seen them, or were built on one that was.
 *
 * In the tree that has the final value the path ends there. If the root of that tree is the initial
 * state, nothing but this path took effect, and all other trees are lost. Otherwise a plain write made
 * its root, and plain writes overwrite rightfully: any other tree may have been overwritten at the end
 * of its longest path. At least the rest of it is lost.
 *
 * An update of unknown outcome is in these trees, too, if its updater ran: what follows it shows that
 * it took effect. But only acknowledged updates are counted, the length of a path included.
 */

/** One update of the key. */
export interface Update {
  /** The value that its updater was given. */
  readonly before: number | undefined;
  /** The value that it returned. */
  readonly after: number;
  /** Whether its success was; otherwise its outcome is unknown. */
  readonly isAcknowledged: boolean;
}

type Value = number | undefined;

/**
 * The least number of acknowledged updates that must be left out for an order of all others, and of plain
 * writes, to explain the final value. Without plain writes it is the number that were lost; with
 * them, a lower bound.
 */
export function countLostUpdates(updates: readonly Update[], final: Value): number {
  const indexOf = new Map<number, number>();
  updates.forEach(({ after }, index) => indexOf.set(after, index));
  const { roots, lengths, longest } = growTrees(updates, indexOf);
  const finalIndex = final === undefined ? undefined : indexOf.get(final);
  const [finalRoot, finalLength] =
    finalIndex === undefined ? [final, 0] : [roots[finalIndex], lengths[finalIndex] ?? 0];
  let kept = 0;
  for (const [root, length] of longest) {
    if (root === finalRoot) kept += finalLength;
    else if (finalRoot !== undefined) kept += length;
  }
  return updates.filter(({ isAcknowledged }) => isAcknowledged).length - kept;
}

interface Trees {
  /**
   * Of each update, the root of its tree, and how many acknowledged updates lead from there to it,
   * itself included.
   */
  readonly roots: readonly Value[];
  readonly lengths: Int32Array;
  /** Of each root, the length of the longest path down from it. */
  readonly longest: ReadonlyMap<Value, number>;
}

/** In the place of a length: none yet. */
const UNPLACED = -2;
/** In the place of a length: on the way up that is being walked. */
const WALKED = -1;

function growTrees(updates: readonly Update[], indexOf: ReadonlyMap<number, number>): Trees {
  const roots: Value[] = Array.from({ length: updates.length });
  const lengths = new Int32Array(updates.length).fill(UNPLACED);
  const longest = new Map<Value, number>();
  const path: number[] = [];
  for (let index = 0; index < updates.length; index++) {
    // Up to an update that has its place, or to a root. In a circle, which only a store can make
    // that runs an updater again after it took effect, the first value that returns is the root.
    let root: Value;
    let length = 0;
    for (let at = index; lengths[at] === UNPLACED;) {
      lengths[at] = WALKED;
      path.push(at);
      root = updates[at]?.before;
      const parent = root === undefined ? undefined : indexOf.get(root);
      if (parent === undefined) break;
      const parentLength = lengths[parent] ?? WALKED;
      if (parentLength >= 0) [root, length] = [roots[parent], parentLength];
      at = parent;
    }
    for (let at = path.pop(); at !== undefined; at = path.pop()) {
      roots[at] = root;
      if (updates[at]?.isAcknowledged) length++;
      lengths[at] = length;
      longest.set(root, Math.max(length, longest.get(root) ?? 0));
    }
  }
  return { roots, lengths, longest };
}
