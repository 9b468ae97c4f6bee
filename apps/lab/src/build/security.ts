/**
 * What a browser must allow the lab: its own files, and nothing else. No inline script, no inline
 * style, no request to another place, no text evaluated. What the reader writes in the editor is
 * loaded as a module from an address that the page makes, hence blob.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The headers under which `pnpm lab` serves each file. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
  // Together they isolate the page from other origins: then threads may share memory.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};
