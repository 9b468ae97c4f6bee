/**
 * The report's HTML in a tree of its own, so that its style sheet and the page's do not meet. The
 * page's policy allows no inline style, so the report's style is set by the functions that it does allow.
 */
import { useEffect, useRef } from "preact/hooks";

interface Props {
  /** HTML without scripts, in which everything that is data is escaped. */
  readonly body: string;
  readonly style: string;
  readonly label: string;
}

export function ReportView({ body, style, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    const parsed = new DOMParser().parseFromString(withoutInlineStyle(body), "text/html");
    root.replaceChildren(...parsed.body.childNodes);
    for (const styled of root.querySelectorAll<HTMLElement | SVGElement>("[data-style]")) {
      styled.style.cssText = styled.dataset["style"] ?? "";
    }
    root.addEventListener("click", scrollWithin);
    return () => root.removeEventListener("click", scrollWithin);
  }, [body, style]);
  return <div class="report-view" ref={host} role="region" aria-label={label} />;
}

/**
 * The browser refuses inline style as it parses it, so it must not see any. Quotation marks are
 * escaped in all that is data, so these are the report's own attributes; its style elements are what
 * its charts do under a pointer, which nothing needs.
 */
function withoutInlineStyle(html: string): string {
  return html.replaceAll(' style="', ' data-style="').replaceAll(/<style[^]*?<\/style>/g, "");
}

/** The report's links lead to its parts; the address belongs to the page's router. */
function scrollWithin(event: Event): void {
  const [target] = event.composedPath();
  const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
  if (link === null) return;
  event.preventDefault();
  const root = link.getRootNode() as ShadowRoot;
  root.getElementById(link.getAttribute("href")?.slice(1) ?? "")?.scrollIntoView();
}
