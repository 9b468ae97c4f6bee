export { renderFaultsBody } from "./render-faults-body.ts";
export { renderReport, renderReportBody } from "./render-report.ts";
export { reportStyle } from "./report-style.ts";
