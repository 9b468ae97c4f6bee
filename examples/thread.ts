/** What runs in a thread of the examples: any function that a module exports by default. */
import { serveCoordinator } from "@sync-strategies/members";

/** A call of that function. */
export interface Call {
  /** The module's URL. */
  readonly program: string;
  readonly input: unknown;
}

serveCoordinator<Call, unknown>(async ({ program, input }) => {
  const module: { default: (input: unknown) => unknown } = await import(program);
  return module.default(input);
});
