/**
 * One turn of the event loop: resolves in a later macrotask. Every microtask that is due by then,
 * and every one that those bring about, has run.
 *
 * That makes one turn a complete drain of all that happens by promises alone, however long the
 * chain, for about a microsecond. A fixed number of awaited promises would be either too few for
 * some store or dearer than the turn.
 */
export const eventLoopTurn: () => Promise<void> = chooseTurn();

function chooseTurn(): () => Promise<void> {
  // Taken at load time, so that a test's fake timers cannot stop an exploration.
  const immediate = globalThis.setImmediate;
  if (typeof immediate === "function") {
    return () =>
      new Promise((resolve) => {
        immediate(resolve);
      });
  }
  // Browsers have no setImmediate, and slow nested timers down to four milliseconds.
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener("message", () => waiting.shift()?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}
