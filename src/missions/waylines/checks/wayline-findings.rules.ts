import type { ReadWayline } from '../wpml/wpml.reader.js';
import { finding, type WaylineFinding, type WaylineFindingCode, type WaylineRefusal } from './wayline-check.rules.js';

/** What was found when the file was read: true whatever the plan is. */
const OF_THE_FILE: ReadonlySet<WaylineFindingCode> = new Set<WaylineFindingCode>([
  'drawn_as_area',
  'template_empty',
  'resources_dropped',
]);

/** What of the drawing is not carried on. */
export function fileFindings({ templateType, resources = 0 }: ReadWayline): WaylineFinding[] {
  const dropped = resources > 0 ? [finding('resources_dropped', { files: resources })] : [];
  if (templateType === null) return [finding('template_empty'), ...dropped];
  if (templateType === 'waypoint') return dropped;
  return [finding('drawn_as_area', { templateType: templateType.slice(0, 50) }), ...dropped];
}

export function carriedFindings(findings: readonly WaylineFinding[]): WaylineFinding[] {
  return findings.filter(({ code }) => OF_THE_FILE.has(code));
}

/** Why a wayline that was kept once cannot be flown by the plan as it is now. */
export function setAside(refusal: WaylineRefusal): WaylineFinding {
  return finding('set_aside', { reason: refusal.code, about: aboutOf(refusal) });
}

/** Undefined for a wayline in force. */
export function setAsideReason(findings: readonly WaylineFinding[]): string | undefined {
  const reason = findings.find(({ code }) => code === 'set_aside')?.details.reason;
  return reason === undefined ? undefined : String(reason);
}

function aboutOf(refusal: WaylineRefusal): string | number {
  if (refusal.code === 'WAYLINE_FOR_OTHER_DRONE') return refusal.waylineDrone;
  if (refusal.code === 'WAYLINE_PAYLOAD_UNFIT') return refusal.payload;
  if (refusal.code === 'WAYLINE_LEAVES_VOLUME') return refusal.legCount;
  return refusal.zones.map(({ name }) => name).join(', ');
}
