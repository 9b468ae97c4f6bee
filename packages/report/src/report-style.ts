/** The report's style sheet: light and dark, wide and narrow, on screen and on paper. */
import { SERIES_COLOURS } from "./charts.ts";

const paleColours = Array.from(
  { length: SERIES_COLOURS },
  (_, index) => `--pale-${index}: color-mix(in srgb, var(--series-${index}) 45%, var(--card));`,
).join(" ");

export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #fcfcfa; --card: #ffffff; --ink: #1c1f23; --muted: #5c646e; --grid: #e1e4e8; --shade: #00000026;
  --good: #1a7f37; --bad: #b42318; --doubt: #8a5a00;
  --series-0: #2f6fdb; --series-1: #d9731a; --series-2: #1f9e77; --series-3: #8b5cc7;
  --series-4: #c2417c; --series-5: #6f7f22; --series-6: #12869c; --series-7: #7a6a58;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1b1f24; --ink: #e6e8ea; --muted: #9aa4ae; --grid: #31373e; --shade: #00000080;
    --good: #4cc26b; --bad: #ff7b72; --doubt: #e3b341;
    --series-0: #6ea8ff; --series-1: #f0a15c; --series-2: #4fd1a5; --series-3: #b794f6;
    --series-4: #f27eb2; --series-5: #b7c95a; --series-6: #5ac8de; --series-7: #b8a88f;
  }
}
:root { ${paleColours} }
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink);
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
nav ul { list-style: none; padding: 0; margin: .6rem 0 0; }
nav li { margin: .2rem 0; }
ul { padding-left: 1.3rem; margin: .4rem 0; }
li { max-width: 52rem; }
.legend {
  list-style: none; padding: 0; margin: .4rem 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem;
  font-size: .88rem;
}
.legend span {
  display: inline-block; width: 1.6rem; vertical-align: middle; margin-right: .3rem;
  border-top: 3px solid;
}
.legend .dashed { border-top-style: dashed; }
a { color: var(--series-0); }
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
th, td { padding: .35rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
th { color: var(--muted); font-weight: 600; }
th:first-child, td:first-child, .words { text-align: left; }
th:first-child, td:first-child { position: sticky; left: 0; background: var(--card); padding-left: 0; }
tr.control td, tr.peer td, tr.yardstick td, tr.reference td { color: var(--muted); }
.kind { color: var(--muted); font-size: .85em; }
.good { color: var(--good); } .bad { color: var(--bad); } .doubt { color: var(--doubt); }
.environment td { white-space: normal; text-align: left; }
.environment td:first-child { color: var(--muted); padding-right: 1.2rem; }
figure { margin: 1rem 0; }
figure svg { display: block; max-width: 100%; height: auto; color: var(--ink); }
figure svg.narrow { display: none; }
figcaption { color: var(--muted); font-size: .88rem; max-width: 50rem; margin-top: .3rem; }
.violation { border-left: 3px solid var(--bad); padding-left: 1rem; margin: 1.2rem 0; overflow-x: auto; }
details { margin: .8rem 0; } summary { cursor: pointer; color: var(--muted); }
dt { font-weight: 600; margin-top: .7rem; } dd { margin: 0; max-width: 50rem; }
@media (max-width: 760px) {
  body { padding: 1rem .6rem 3rem; font-size: 15px; }
  section { padding: 1rem .9rem; border-radius: 8px; }
  h1 { font-size: 1.5rem; }
  table { font-size: .82rem; } th, td { padding: .35rem .45rem; } .kind { display: block; }
  figure svg.wide { display: none; }
  figure svg.narrow { display: block; width: 100%; max-width: 480px; }
}
@media print {
  body { background: none; padding: 0; } section { break-inside: avoid; border: none; padding: 0; }
}
`;
