/** Codes of the evidence room: one list is the source of the type, the Zod enum and the CHECK constraint. */

export const EVIDENCE_KINDS = [
  'photo',
  'video',
  'document',
  'audio',
  'track',
  'record',
  'other',
  'satellite',
  'orthophoto',
  'rapid_test',
  'session_record',
  'measurement',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const EVIDENCE_STATES = ['received', 'sealed', 'removed'] as const;
export type EvidenceState = (typeof EVIDENCE_STATES)[number];

/** What an item is tied to: the links of its chain. */
export const EVIDENCE_LINK_KINDS = [
  'booking',
  'check_out',
  'flight',
  'track',
  'order',
  'rapid_test',
  'session',
  'hand_back',
  'announcement',
] as const;
export type EvidenceLinkKind = (typeof EVIDENCE_LINK_KINDS)[number];

/** Who or what a claim about place or time comes from. */
export const CLAIM_SOURCES = [
  'exif_gps',
  'xmp_exif',
  'xmp_dji',
  'gps_date',
  'exif_time',
  'xmp_time',
  'telemetry',
  'manual',
  'gateway',
  'film_container',
  'subtitles',
] as const;
export type ClaimSource = (typeof CLAIM_SOURCES)[number];

/**
 * What is remarkable about an item. A flag never refuses an original: it is shown wherever the item is used.
 * GPS_EMPTY: the tags of a position are there and say nothing. GPS_REMOVED_LIKELY: a phone's picture without a position,
 * which the phone or a program has taken out, or was told not to note: likely, not known. RENDITION_FROM_THUMBNAIL: what
 * is shown is the small copy that the file carries of itself, which need not show the same.
 */
export const EVIDENCE_FLAGS = [
  'NULL_ISLAND',
  'POSITION_OUT_OF_RANGE',
  'GPS_EMPTY',
  'GPS_STATUS_INVALID',
  'POSITIONS_DISAGREE',
  'ALTITUDE_WRAPPED',
  'ZONE_ASSUMED',
  'TIME_UNREADABLE',
  'CLOCK_SKEW',
  'CAPTURED_AFTER_RECEIPT',
  'DIMENSIONS_RESAVED',
  'EDITED_WITH_SOFTWARE',
  'METADATA_UNREADABLE',
  'METADATA_TIMEOUT',
  'METADATA_PARTIAL',
  'MEDIA_TYPE_UNRECOGNISED',
  'ACTIVE_CONTENT',
  'FILE_NAME_CLEANED',
  'SERIAL_MISMATCH',
  'DEVICE_UNKNOWN',
  'RENDITION_FAILED',
  'RENDITION_PARTIAL',
  'UNANNOUNCED',
  'CASE_NOT_FOUND',
  'GPS_REMOVED_LIKELY',
  'POSITION_BY_HAND',
  'SECOND_FORM',
  'RENDITION_FROM_THUMBNAIL',
] as const;
export type EvidenceFlag = (typeof EVIDENCE_FLAGS)[number];

export const RENDITION_NAMES = ['thumbnail', 'preview'] as const;
export type RenditionName = (typeof RENDITION_NAMES)[number];

export const RENDITION_STATES = ['pending', 'ready', 'failed'] as const;
export type RenditionState = (typeof RENDITION_STATES)[number];

/** How the device a picture comes from was found, the surest first. */
export const DEVICE_FINDINGS = ['serial', 'declared', 'open_check_out'] as const;
export type DeviceFinding = (typeof DEVICE_FINDINGS)[number];

export const CUSTODY_EVENTS = [
  'received',
  'viewed',
  'downloaded',
  'attached',
  'linked',
  'corroborated',
  'detached',
  'shared',
  'exported',
  'checked',
  'sealed',
  'held',
  'released',
  'removal_proposed',
  'removal_withdrawn',
  'removed',
  'recorded',
  'corrected',
  'paired',
] as const;
export type CustodyEventKind = (typeof CUSTODY_EVENTS)[number];

/** An export is made by a job; its file is kept for a time. */
export const EXPORT_STATES = ['waiting', 'ready', 'failed', 'expired'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];
