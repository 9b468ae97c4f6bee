/** What a strategy says of itself, as tables, headings and the command line print it. */
import { LACKS, TRAIT_VALUES, type Strategy } from "@sync-strategies/state-store";

/** The faults, one sentence each; none if it can be printed as it is and its traits agree. */
export function faultsOfDescription(strategy: Strategy): string[] {
  return rules
    .filter(({ field, shape }) => !shape.test(strategy[field] ?? ""))
    .map(({ field, rule }) => `The ${field} "${strategy[field]}" ${rule}.`)
    .concat(faultsOfReply(strategy), unknownTraitsOf(strategy), contradictionsOf(strategy));
}

const rules = [
  {
    field: "id",
    shape: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    rule: "must be lower-case words joined by hyphens",
  },
  {
    field: "title",
    shape: /^\S(.*[^\s.])?$/,
    rule: "must be one line, without a full stop at its end",
  },
  {
    field: "summary",
    shape: /^\S((?!\. ).)*[^\s.]\.$/,
    rule: "must be one sentence on one line, with its full stop",
  },
] as const;

function faultsOfReply({ reply }: Strategy): string[] {
  if (reply === undefined || /^\S(.*[^\s.])?$/.test(reply)) return [];
  return [`The reply "${reply}" must be one line, without a full stop at its end.`];
}

/** Types are no help to a strategy in plain JavaScript. */
function unknownTraitsOf({ traits }: Strategy): string[] {
  const given: Readonly<Record<string, unknown>> = { ...traits };
  const unknown = Object.entries(TRAIT_VALUES)
    .filter(([trait, allowed]) => !(allowed as readonly unknown[]).includes(given[trait]))
    .map(([trait, allowed]) => `The trait ${trait} must be one of ${allowed.join(", ")}.`);
  return (traits.lacks ?? []).every((lack) => LACKS.includes(lack))
    ? unknown
    : [...unknown, `What it lacks must be among ${LACKS.join(", ")}.`];
}

/** What no test can tell from the truth, because one trait leaves the other without a meaning. */
function contradictionsOf({ traits }: Strategy): string[] {
  if (traits.exclusion !== "nothing") {
    if (traits.access !== "any-caller") return [];
    return [`Where "any-caller" touches the state at any time, the exclusion is "nothing".`];
  }
  const contradictions: string[] = [];
  if (traits.reads === "wait") {
    contradictions.push(
      'Reads that "wait" where writes do wait nowhere if the exclusion is "nothing".',
    );
  }
  if (traits.access === "lock-holder") {
    contradictions.push('A "lock-holder" makes others wait, so the exclusion is not "nothing".');
  }
  return contradictions;
}
