/** What every screen has around it: the skip link, the header, the navigation, the heading. */
import { useEffect, useRef } from "preact/hooks";
import { linkTo, useAddress } from "../router.ts";
import { otherPages, screens, type Screen } from "../screens.ts";
import { ScreenFrame } from "./screen-frame.tsx";

export function Layout() {
  const { screen: id } = useAddress();
  const known = [...screens, ...otherPages].find((each) => each.id === id);
  const screen = known ?? (id === "" ? screens[0] : undefined);
  const main = useRef<HTMLElement>(null);
  useTitle(screen, main);
  return (
    <>
      <a
        class="skip-link"
        href="#main"
        onClick={(event) => {
          // The address belongs to the router: only the focus moves.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the screen
      </a>
      <header class="page-header">
        <a class="page-name" href={linkTo("")}>
          The lab <span class="page-of">sync-strategies</span>
        </a>
        <nav aria-label="Screens">
          <ol class="screen-list">
            {screens.map((each, index) => (
              <li key={each.id}>
                <a
                  href={linkTo(each.id)}
                  aria-current={each === screen ? "page" : undefined}
                  ref={each === screen ? bringIntoView : null}
                >
                  <span class="screen-number" aria-hidden="true">
                    {index + 1}
                  </span>
                  {each.title}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {screen === undefined ? <NotFound /> : <ScreenFrame key={screen.id} screen={screen} />}
      </main>
      <footer class="page-footer">
        <p>
          What runs here is the library itself: its stores, its explorer, its checker, in a worker
          of this browser. <a href={linkTo("strategy")}>The strategies</a>
        </p>
      </footer>
    </>
  );
}

/** A narrow window shows a part of the navigation only. */
function bringIntoView(link: HTMLElement | null): void {
  const list = link?.closest("ol");
  if (link && list) list.scrollLeft = link.offsetLeft - list.offsetLeft - SHOWN_BEFORE_PX;
}

/** Of the link before the current one, so that a reader sees that there is one. */
const SHOWN_BEFORE_PX = 60;

function NotFound() {
  return (
    <div class="notice">
      <h1>There is no such screen</h1>
      <p>
        <a href={linkTo("")}>Begin with the first one</a>.
      </p>
    </div>
  );
}

/** A reader that moves to another screen is told so: by the title, and by where the focus is. */
function useTitle(screen: Screen | undefined, main: { readonly current: HTMLElement | null }) {
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${screen?.title ?? "Not found"} · The lab · sync-strategies`;
    if (isFirst.current) isFirst.current = false;
    else {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }, [screen?.id]);
}
