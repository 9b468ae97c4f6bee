/** A string: `append` adds its input at the end, `write` replaces it all, `read` returns it. */
import { textEngine } from "../engines/appends/text-engine.ts";
import type { Model } from "./model.ts";
import type { Operation } from "../history/operation.ts";

export function text(initial = ""): Model<string> {
  const model: Model<string> = {
    name: "string",
    initial,
    operations: ["read", "write", "append"],
    ignoresClient: true,
    step: (content: string, { name, input, output }: Operation) => {
      if (name === "append") return content + (input as string);
      if (name === "write") return input as string;
      return content === output ? content : undefined;
    },
    isRead: ({ name }) => name === "read",
  };
  return { ...model, engines: [textEngine(model)] };
}
