import type { FlightFacts, Known } from './flight-facts.js';
import type { RuleTextId } from './rule-texts.js';

/**
 * What a rule says of a flight. `application` and `application_unknown` decide whether it must be applied for; `blocks`
 * stands in the way of taking off; `warns` is something the records cannot show to be in order; `informs` is a duty.
 */
export const RULE_EFFECTS = ['application', 'application_unknown', 'blocks', 'warns', 'informs'] as const;
export type RuleEffect = (typeof RULE_EFFECTS)[number];

/** A fact by its name; `during` picks the set of rules and is none of its own. */
export type LookedAt = Exclude<keyof FlightFacts, 'during'>;

export interface AirRule {
  readonly code: string;
  readonly text: RuleTextId;
  /** Such as `31(2)(3)`: article, paragraph, item. */
  readonly article: string;
  readonly zh: string;
  readonly en: string;
  /** The facts that decide, by their names in FlightFacts. */
  readonly looksAt: readonly LookedAt[];
  /** What the rule says of these facts; undefined: nothing. */
  readonly judge: (facts: FlightFacts) => RuleEffect | undefined;
}

/** Where the duty exists: it is kept, it is broken, or nobody can tell. */
export function duty(isKept: Known): RuleEffect | undefined {
  if (isKept === 'yes') return undefined;
  return isKept === 'no' ? 'blocks' : 'warns';
}

/** Where the fact itself asks for an application. */
export function asksForApplication(is: Known): RuleEffect | undefined {
  if (is === 'no') return undefined;
  return is === 'yes' ? 'application' : 'application_unknown';
}
