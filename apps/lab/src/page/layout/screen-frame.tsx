/** A screen's heading, and the screen once its code is there. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Screen } from "../screens.ts";

type Loaded = { readonly Component: ComponentType } | { readonly failed: true } | undefined;

export function ScreenFrame({ screen }: { readonly screen: Screen }) {
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    screen.load().then(
      (module) => setLoaded({ Component: module.default }),
      () => setLoaded({ failed: true }),
    );
  }, [screen.id]);
  return (
    <>
      <h1>{screen.title}</h1>
      <p class="lead">{screen.summary}</p>
      {loaded !== undefined && "Component" in loaded && <loaded.Component />}
      {loaded !== undefined && "failed" in loaded && (
        <p class="notice" role="alert">
          This screen's files could not be loaded. Is the server still running? Reload the page to
          try again.
        </p>
      )}
    </>
  );
}
