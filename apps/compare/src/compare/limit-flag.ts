/** Reads `--fail-if`. */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { parseTime, suggestionOrList } from "@sync-strategies/command-kit";
import { isTime, limitedFigure, limitNames, type Limit } from "@sync-strategies/results";

/** Reads `METRIC>VALUE` or `METRIC<VALUE`; several flags add up. */
export function parseLimit(text: string, before: readonly Limit[] = []): Limit[] {
  const [, name = "", relation, value = ""] = /^([^<>]+)([<>])(.+)$/.exec(text) ?? [];
  if (relation !== ">" && relation !== "<") {
    throw new InvalidArgumentError('Write METRIC>VALUE or METRIC<VALUE, as "p99>5ms".');
  }
  const figure = limitedFigure(name);
  if (figure === undefined) {
    const hint = suggestionOrList(name, limitNames);
    throw new InvalidArgumentError(`There is no metric "${name}"${hint}`);
  }
  const number = isTime(figure) ? parseTime(value) : Number(value.replaceAll(",", ""));
  if (!Number.isFinite(number)) throw new InvalidArgumentError(`"${value}" is not a number.`);
  return [...before, { text, figure, relation, value: number }];
}
