import type { EvidenceFlag, EvidenceKind } from '../evidence.codes.js';
import type { Collector } from '../items/item.types.js';
import type { Words } from '../metadata/claim.types.js';
import type { Mismatch } from '../site-records/listed-items.rules.js';
import type { SiteRecordKind, SiteRecordState } from '../site-records/site-record.codes.js';
import { type Article, SEAL_RULE_DATA, type SealRule, type SealRuleSet } from './seal-rules.data.js';
import type { RuleOutcome, SealReason, SealRuleCode } from './seal.codes.js';
import { SEAL_REASON_WORDS } from './seal.words.js';

/** A record of one of the item's cases that lists it, and that no later one corrects. */
export interface RecordFacts {
  readonly id: string;
  readonly kind: SiteRecordKind;
  readonly state: SiteRecordState;
  /** Named collectors whose own log-in stands behind their signature. */
  readonly collectorIds: readonly string[];
  readonly mismatches: readonly Mismatch[];
  readonly witness: 'signed' | 'filmed' | 'none';
  readonly isFilmHere: boolean;
  readonly isLedByProsecutor: boolean;
}

export interface RunFacts {
  readonly id: string;
  readonly method: string | null;
  readonly standard: string | null;
  readonly calibration: 'valid' | 'lapsed' | 'unknown';
}

/** Everything the rules look at. */
export interface SealFacts {
  readonly kind: EvidenceKind;
  readonly hasCase: boolean;
  readonly flags: readonly EvidenceFlag[];
  readonly collectors: readonly Collector[];
  readonly hasDigests: boolean;
  readonly hasDevice: boolean;
  readonly hasTime: boolean;
  readonly hasPlace: boolean;
  readonly isRenditionPending: boolean;
  readonly records: readonly RecordFacts[];
  readonly runs: readonly RunFacts[];
}

export interface RuleVerdict {
  readonly rule: SealRuleCode;
  readonly outcome: RuleOutcome;
  readonly reason: SealReason | null;
  /** What was said in its place. */
  readonly explanation: string | null;
  readonly articles: readonly Article[];
  /** Whether the seal is refused while this is not so: of rules whose text was read, and of the service's own. */
  readonly blocking: boolean;
  readonly explainable: boolean;
  readonly words: Words;
}

type Finding =
  { readonly outcome: 'satisfied' } | { readonly outcome: 'missing' | 'unknown'; readonly reason: SealReason };

const SATISFIED: Finding = { outcome: 'satisfied' };
const missing = (reason: SealReason): Finding => ({ outcome: 'missing', reason });
const unknown = (reason: SealReason): Finding => ({ outcome: 'unknown', reason });

const LEAST_COLLECTORS = 2;
const UNREAD: readonly EvidenceFlag[] = ['METADATA_UNREADABLE', 'METADATA_TIMEOUT'];

/** By rule what is found; undefined where the rule has nothing to say of such an item. */
const JUDGES: Readonly<Record<SealRuleCode, (facts: SealFacts) => Finding | undefined>> = {
  TWO_COLLECTORS: judgeCollectors,
  INTEGRITY_MEASURE: ({ hasDigests }) => (hasDigests ? SATISFIED : missing('DIGESTS_MISSING')),
  SOURCE_AND_PROCESS: (facts) =>
    facts.hasDevice || signedRecords(facts).length > 0 ? SATISFIED : unknown('ORIGIN_UNSTATED'),
  TIME_AND_PLACE: judgeTimeAndPlace,
  TRANSCRIPT: judgeTranscript,
  WITNESS_OR_FILM: judgeWitness,
  INSPECTION_LED: judgeLeader,
  RAPID_TEST_USABLE: judgeRuns,
  TECHNICAL_STANDARD: () => unknown('STANDARD_OF_METHOD_UNSTATED'),
  MEDIUM_SEALED: () => unknown('MEDIUM_SEAL_UNSTATED'),
  CASE_ATTACHED: ({ hasCase }) => (hasCase ? SATISFIED : missing('NO_CASE')),
  READING_DONE: ({ isRenditionPending, flags }) => {
    if (isRenditionPending) return missing('RENDITION_PENDING');
    return flags.some((flag) => UNREAD.includes(flag)) ? unknown('METADATA_UNREAD') : SATISFIED;
  },
};

/** The rules of the set that apply to the item, each with what was found. */
export function judgeSeal(
  facts: SealFacts,
  set: SealRuleSet,
  explanations: ReadonlyMap<SealRuleCode, string> = new Map(),
): RuleVerdict[] {
  return set.rules.flatMap((code) => {
    const rule = SEAL_RULE_DATA.find((one) => one.code === code);
    const applies = rule && (rule.kinds?.includes(facts.kind) ?? true);
    const finding = applies ? JUDGES[code](facts) : undefined;
    return rule && finding ? [verdictOf(rule, finding, explanations.get(code))] : [];
  });
}

/** What keeps the item from being sealed. */
export function obstacles(verdicts: readonly RuleVerdict[], acknowledged: readonly SealRuleCode[]): RuleVerdict[] {
  return verdicts.filter(
    ({ outcome, blocking, rule }) => isOpen(outcome) && (blocking || !acknowledged.includes(rule)),
  );
}

function isOpen(outcome: RuleOutcome): boolean {
  return outcome === 'missing' || outcome === 'unknown';
}

function verdictOf(rule: SealRule, finding: Finding, explanation: string | undefined): RuleVerdict {
  const { code, articles, explainable, words } = rule;
  const reason = finding.outcome === 'satisfied' ? null : finding.reason;
  const isExplained = reason !== null && explainable && explanation !== undefined;
  const told = reason === null ? undefined : SEAL_REASON_WORDS[reason];
  return {
    rule: code,
    outcome: isExplained ? 'explained' : finding.outcome,
    reason,
    explanation: isExplained ? explanation : null,
    articles,
    blocking: articles[0]?.textRead ?? true,
    explainable,
    words: told ? { zh: `${words.zh}：${told.zh}`, en: `${words.en}: ${told.en}` } : words,
  };
}

function signedRecords({ records }: SealFacts): RecordFacts[] {
  return records.filter(({ state, mismatches }) => state === 'signed' && mismatches.length === 0);
}

/** Those named with the item and those who signed a record that lists it. */
function judgeCollectors(facts: SealFacts): Finding {
  const named = facts.collectors.flatMap(({ userId }) => userId ?? []);
  const signed = signedRecords(facts).flatMap(({ collectorIds }) => collectorIds);
  if (new Set([...named, ...signed]).size >= LEAST_COLLECTORS) return SATISFIED;
  const strangers = facts.collectors.filter(({ userId }) => userId === null).length;
  const isDoubtful = new Set([...named, ...signed]).size + strangers >= LEAST_COLLECTORS;
  return isDoubtful ? unknown('COLLECTORS_WITHOUT_ACCOUNT') : missing('COLLECTORS_TOO_FEW');
}

/** A signed record states both for what it lists. */
function judgeTimeAndPlace(facts: SealFacts): Finding {
  const { hasTime, hasPlace } = facts;
  if ((hasTime && hasPlace) || signedRecords(facts).length > 0) return SATISFIED;
  if (!hasTime && !hasPlace) return unknown('TIME_AND_PLACE_UNKNOWN');
  return unknown(hasTime ? 'PLACE_UNKNOWN' : 'TIME_UNKNOWN');
}

function judgeTranscript(facts: SealFacts): Finding {
  if (signedRecords(facts).length > 0) return SATISFIED;
  if (facts.records.some(({ mismatches }) => mismatches.length > 0)) return missing('RECORD_DIFFERS');
  return missing(facts.records.length > 0 ? 'RECORD_NOT_SIGNED' : 'NO_RECORD_LISTS_IT');
}

function judgeWitness(facts: SealFacts): Finding {
  const signed = signedRecords(facts);
  const isProved = signed.some(
    ({ witness, isFilmHere }) => witness === 'signed' || (witness === 'filmed' && isFilmHere),
  );
  if (isProved) return SATISFIED;
  if (signed.length > 0) return missing('FILM_NOT_RECEIVED');
  return missing(facts.records.length > 0 ? 'RECORD_NOT_SIGNED' : 'NO_RECORD_LISTS_IT');
}

function judgeLeader(facts: SealFacts): Finding | undefined {
  const inspections = signedRecords(facts).filter(({ kind }) => kind === 'inspection_record');
  if (inspections.length === 0) return undefined;
  return inspections.every(({ isLedByProsecutor }) => isLedByProsecutor) ? SATISFIED : missing('LEADER_NO_PROSECUTOR');
}

function judgeRuns({ runs }: SealFacts): Finding | undefined {
  if (runs.length === 0) return undefined;
  if (runs.some(({ method }) => method === null)) return unknown('METHOD_UNKNOWN');
  if (runs.some(({ standard }) => standard === null)) return unknown('STANDARD_UNKNOWN');
  return runs.every(({ calibration }) => calibration === 'valid') ? SATISFIED : missing('CALIBRATION_NOT_VALID');
}
