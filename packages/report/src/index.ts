export { renderReport, renderReportBody } from "./render-report.ts";
export { reportStyle } from "./report-style.ts";
