/** On-site record (现场笔录), inspection record (勘验笔录), list of what was collected (取证清单). */
export const SITE_RECORD_KINDS = ['site_record', 'inspection_record', 'collection_list'] as const;
export type SiteRecordKind = (typeof SITE_RECORD_KINDS)[number];

export const SITE_RECORD_STATES = ['draft', 'signed'] as const;
export type SiteRecordState = (typeof SITE_RECORD_STATES)[number];

/** As whom somebody signs. */
export const SIGNER_ROLES = ['collector', 'party', 'witness'] as const;
export type SignerRole = (typeof SIGNER_ROLES)[number];

/**
 * How it is known who signed: by the log-in of the signer's own device, by the short code he or she read off the record
 * and sent from there, or only as drawn on somebody else's glass.
 */
export const SIGNING_WAYS = ['own_log_in', 'scanned_code', 'same_glass'] as const;
export type SigningWay = (typeof SIGNING_WAYS)[number];

/** Means that the procedure rules name for collecting. [人民检察院公益诉讼办案规则, 36] */
export const TECHNICAL_MEANS = ['camera', 'drone', 'satellite', 'body_camera', 'rapid_test', 'other'] as const;
export type TechnicalMeans = (typeof TECHNICAL_MEANS)[number];

/** What still keeps a record from being signed. */
export const UNSETTLED = ['collectors', 'party', 'witness'] as const;
export type Unsettled = (typeof UNSETTLED)[number];
