/**
 * Addresses of the page: `#/now-with?strategy=mutex&steps=AB`. What a screen shows follows from its
 * address alone, so a link, a reload or a step back in the browser's history restores it.
 */
import { useEffect, useState } from "preact/hooks";

export interface Address {
  /** The screen's id; empty for the first view. */
  readonly screen: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { screen: path, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address as a link's `href`. Parameters without a value are left out. */
export function linkTo(
  screen: string,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  const query = new URLSearchParams(given).toString();
  return `#/${screen}${query === "" ? "" : `?${query}`}`;
}

export function useAddress(): Address {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const update = (): void => setHash(location.hash);
    update();
    return subscribe(update);
  }, []);
  return parseAddress(hash);
}

type Change = Readonly<Record<string, string | undefined>>;

/** The screen's parameters, and the function that changes some of them. */
export function useParameters(): [Address["parameters"], typeof changeParameters] {
  return [useAddress().parameters, changeParameters];
}

/**
 * Changes some parameters of the address: with a new entry in the browser's history where the
 * reader chose something (`"push"`), without one for each small step.
 */
export function changeParameters(change: Change, how: "push" | "replace" = "replace"): void {
  const now = parseAddress(location.hash);
  const next = linkTo(now.screen, { ...now.parameters, ...change });
  if (next === location.hash) return;
  if (how === "push") history.pushState(undefined, "", next);
  else history.replaceState(undefined, "", next);
  for (const listener of listeners) listener();
}

const listeners = new Set<() => void>();

/** Neither of history's functions tells of a change; only the reader's own steps do. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("hashchange", listener);
  addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("hashchange", listener);
    removeEventListener("popstate", listener);
  };
}
