/** An abort signal that knows its listeners. */
export interface WatchedSignal {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
  /** How many abort listeners are on the signal now. */
  readonly listenerCount: () => number;
}

interface Registration {
  readonly listener: unknown;
  readonly capture: boolean;
  readonly once: boolean;
}

/** A real AbortSignal whose methods for listeners are replaced by ones that keep count. */
export function watchSignal(): WatchedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let registrations: Registration[] = [];

  const forget = (listener: unknown, capture: boolean): void => {
    registrations = registrations.filter(
      (each) => each.listener !== listener || each.capture !== capture,
    );
  };

  // Ours is the first listener of all. Those that listen `once` are taken off by the platform
  // when they are called, without a call of `removeEventListener`.
  signal.addEventListener("abort", () => {
    registrations = registrations.filter((each) => !each.once);
  });

  const addEventListener = signal.addEventListener.bind(signal);
  const removeEventListener = signal.removeEventListener.bind(signal);
  signal.addEventListener = (
    type: string,
    listener: Parameters<typeof addEventListener>[1],
    options?: Parameters<typeof addEventListener>[2],
  ): void => {
    addEventListener(type, listener, options);
    if (type !== "abort") return;
    const { capture, once, until } = listenerOptions(options);
    // An event target ignores a listener that it has already.
    forget(listener, capture);
    registrations.push({ listener, capture, once });
    until?.addEventListener("abort", () => forget(listener, capture), { once: true });
  };
  signal.removeEventListener = (
    type: string,
    listener: Parameters<typeof removeEventListener>[1],
    options?: Parameters<typeof removeEventListener>[2],
  ): void => {
    removeEventListener(type, listener, options);
    if (type === "abort") forget(listener, listenerOptions(options).capture);
  };

  return {
    signal,
    abort: (reason) => controller.abort(reason),
    listenerCount: () => registrations.length,
  };
}

type ListenerOptions = Parameters<AbortSignal["addEventListener"]>[2] | EventListenerOptions;

function listenerOptions(options: ListenerOptions = {}): {
  capture: boolean;
  once: boolean;
  until: AbortSignal | undefined;
} {
  if (typeof options === "boolean") return { capture: options, once: false, until: undefined };
  return {
    capture: options.capture ?? false,
    once: "once" in options && (options.once ?? false),
    until: "signal" in options ? options.signal : undefined,
  };
}
