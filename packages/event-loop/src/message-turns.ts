/**
 * Turns of the event loop where there is no setImmediate, as in browsers. A message that a task
 * posts to itself arrives in a separate turn, without the four milliseconds to which browsers
 * slow down nested timers.
 *
 * Invariant: each waiting callback has one message under way, and each message runs the callback
 * that has waited longest. So a callback that throws delays no other.
 */
export function messageTurns(): (callback: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener("message", () => {
    const callback = waiting.shift();
    if (waiting.length === 0) keepAlive(port1, false);
    callback?.();
  });
  port1.start();
  keepAlive(port1, false);
  return (callback) => {
    waiting.push(callback);
    if (waiting.length === 1) keepAlive(port1, true);
    port2.postMessage(undefined);
  };
}

/** A port of Node has both; one of a browser has neither, and needs neither. */
type Port = object & { ref?(): void; unref?(): void };

/** In Node an open port keeps its process alive, as a pending turn should, and no longer. */
function keepAlive(port: Port, needed: boolean): void {
  if (needed) port.ref?.();
  else port.unref?.();
}
