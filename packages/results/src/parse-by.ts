import type { z } from "zod";

/**
 * What a document holds according to a schema.
 *
 * @throws {TypeError} with one line that names the place and the fault.
 */
export function parseBy<Document>(schema: z.ZodType<Document>, json: unknown): Document {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new TypeError(
    `${place === "" ? "" : `${place}: `}${issue?.message ?? "it has another shape"}`,
  );
}
