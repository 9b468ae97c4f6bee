/**
 * The report's style sheet: light and dark, wide and narrow, on screen and on paper.
 *
 * The series' colours were found by a search for ten whose nearest pair is farthest apart, as seen
 * by most people and by those without red or green cones; a test holds the distance.
 *
 * It also styles a shadow tree, whose host is what the page's body is to the report.
 */
import { SERIES_COLOURS } from "./charts.ts";

const paleColours = Array.from(
  { length: SERIES_COLOURS },
  (_, index) => `--pale-${index}: color-mix(in srgb, var(--series-${index}) 45%, var(--card));`,
).join(" ");

export const reportStyle = `
:root, :host {
  color-scheme: light dark;
  --paper: #fcfcfa; --card: #ffffff; --ink: #1c1f23; --muted: #5c646e; --grid: #e1e4e8; --shade: #00000026;
  --good: #1a7f37; --bad: #b42318; --bad-paper: #fdecea; --doubt: #8a5a00; --link: #1a5fb4;
  --series-0: #1484a4; --series-1: #f1771d; --series-2: #23098a; --series-3: #a789f2; --series-4: #9a6547;
  --series-5: #81a68f; --series-6: #675ae6; --series-7: #4d173c; --series-8: #524902; --series-9: #484e7c;
}
@media screen and (prefers-color-scheme: dark) {
  :root, :host {
    --paper: #14171a; --card: #1b1f24; --ink: #e6e8ea; --muted: #9aa4ae; --grid: #31373e; --shade: #00000080;
    --good: #4cc26b; --bad: #ff7b72; --bad-paper: #3a1d1c; --doubt: #e3b341; --link: #7ab4ff;
    --series-0: #44a6fd; --series-1: #f7bd83; --series-2: #875de2; --series-3: #b8c7f9; --series-4: #bd93a9;
    --series-5: #92fee3; --series-6: #6f748f; --series-7: #f2f211; --series-8: #488420; --series-9: #aaa429;
  }
}
:root, :host { ${paleColours} }
* { box-sizing: border-box; }
body, :host {
  display: block; margin: 0; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main, header { max-width: 68rem; margin: 0 auto; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .3rem; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p { margin: .4rem 0; max-width: 50rem; }
.lead { color: var(--muted); }
section {
  background: var(--card); border: 1px solid var(--grid); border-radius: 10px;
  padding: 1.3rem 1.5rem; margin: 1.5rem 0; overflow-wrap: break-word;
}
nav ul { list-style: none; padding: 0; margin: .6rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
ul, ol { padding-left: 1.3rem; margin: .4rem 0; }
li { max-width: 52rem; }
.answer { list-style: none; padding: 0; margin: .7rem 0; font-size: 1.06rem; }
.answer li { margin: .35rem 0; }
.answer .bad { background: var(--bad-paper); border-left: 4px solid var(--bad); padding: .35rem .7rem; font-weight: 600; }
.fine { font-size: .88rem; }
a { color: var(--link); }
code, pre { font: .88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--paper); border-radius: 4px; padding: .1em .35em; }
/* A shadow at the right end tells that there is more of a table; at the end its cover hides it. */
.table {
  overflow-x: auto; margin: .8rem 0;
  background:
    linear-gradient(to left, var(--card) 40%, transparent) right / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--shade), transparent) right / 1rem 100% no-repeat scroll;
}
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .3rem; }
th, td { padding: .35rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
thead th { color: var(--muted); font-weight: 600; }
tbody th { font-weight: inherit; }
th:first-child, .words { text-align: left; }
th:first-child { position: sticky; left: 0; background: var(--card); padding-left: 0; }
tr.control > *, tr.peer > *, tr.yardstick > *, tr.reference > * { color: var(--muted); }
.kind { color: var(--muted); font-size: .85em; }
.good, tr > .good { color: var(--good); } .bad, tr > .bad { color: var(--bad); } .doubt, tr > .doubt { color: var(--doubt); }
tr.violated > .verdict { color: var(--bad); font-weight: 600; }
.finding { display: block; color: var(--bad); font-size: .85em; font-weight: 600; }
.environment td { white-space: normal; text-align: left; }
.environment th { color: var(--muted); padding-right: 1.2rem; }
figure { margin: 1rem 0; }
figure svg { display: block; max-width: 100%; height: auto; color: var(--ink); }
figure svg.narrow { display: none; }
figcaption { color: var(--muted); font-size: .88rem; max-width: 50rem; margin-top: .3rem; }
.violation { border-left: 3px solid var(--bad); padding-left: 1rem; margin: 1.2rem 0; overflow-x: auto; }
.finding-of-cell { border-left: 3px solid var(--grid); padding-left: 1rem; margin: 1.2rem 0; overflow-x: auto; }
dt { font-weight: 600; margin-top: .7rem; } dd { margin: 0; max-width: 50rem; }
@media screen and (max-width: 760px) {
  body, :host { padding: 1rem .6rem 3rem; font-size: 15px; }
  section { padding: 1rem .9rem; border-radius: 8px; }
  h1 { font-size: 1.5rem; }
  table { font-size: .82rem; } th, td { padding: .35rem .45rem; } .kind { display: block; }
  figure svg.wide { display: none; }
  figure svg.narrow { display: block; width: 100%; max-width: 480px; }
}
/* Paper cannot scroll: a wide table shrinks and breaks its headings, so that no column is lost. */
@media print {
  @page { margin: 12mm; }
  body, :host { background: none; padding: 0; font-size: 10pt; }
  section { border: none; padding: 0; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, .violation { break-inside: avoid; }
  .table, .violation { overflow: visible; background: none; }
  table { font-size: 7pt; max-width: 100%; }
  th, td { padding: .15rem .3rem; white-space: normal; }
  th:first-child { position: static; }
  .answer .bad, svg { print-color-adjust: exact; }
}
`;
