import type { Position } from '../../geo/index.js';
import type { ClaimSource, EvidenceFlag } from '../evidence.codes.js';

/**
 * How far a claim goes by itself: `high` is written by a satellite receiver at the moment, `medium` is a camera's own clock
 * or a value editing programs pass on, `low` rests on an assumption or on a person's word.
 */
export const TRUSTS = ['high', 'medium', 'low'] as const;
export type Trust = (typeof TRUSTS)[number];

/** One source's word on where the picture was taken. With a problem it is kept as evidence of itself and never chosen. */
export interface PositionClaim {
  readonly source: ClaimSource;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly trust: Trust;
  readonly problem: EvidenceFlag | null;
}

/** Where a time's zone comes from: `utc` by the tag's definition, `stated` beside it, found in XMP or from satellite time, or assumed. */
export const ZONE_SOURCES = ['utc', 'stated', 'from_xmp', 'from_gps', 'assumed'] as const;
export type ZoneSource = (typeof ZONE_SOURCES)[number];

/** One source's word on when the picture was taken. */
export interface TimeClaim {
  readonly source: ClaimSource;
  /** As the file spells it. */
  readonly written: string;
  /** The instant in UTC, ISO 8601; null where the writing cannot be read. */
  readonly at: string | null;
  readonly zone: ZoneSource | null;
  readonly offsetMinutes: number | null;
  readonly trust: Trust;
  readonly problem: EvidenceFlag | null;
}

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A claim taken over the others, and why. */
export interface Chosen<Claim> {
  readonly claim: Claim;
  readonly reason: ChoiceReason;
}

export const CHOICE_REASONS = [
  'ONLY_USABLE_CLAIM',
  'STANDARD_TAG_FIRST',
  'RECEIVER_TIME_AT_EXPOSURE',
  'CAMERA_TIME_WITH_ZONE',
  'SATELLITE_TIME',
  'CAMERA_TIME_ZONE_ASSUMED',
  'NOTHING_BETTER',
  'TRACK_OF_DEVICE',
  'STATED_BY_PERSON',
  'PERSON_OVERRULES_FILE',
] as const;
export type ChoiceReason = (typeof CHOICE_REASONS)[number];

export const CHOICE_WORDS: Readonly<Record<ChoiceReason, Words>> = {
  ONLY_USABLE_CLAIM: { zh: '唯一可用的来源', en: 'the only usable source' },
  STANDARD_TAG_FIRST: {
    zh: '多个来源可用时,以 EXIF 标准字段为先',
    en: 'of several usable sources the standard EXIF tags come first',
  },
  RECEIVER_TIME_AT_EXPOSURE: {
    zh: '接收机在曝光时刻写入的 UTC 时间',
    en: 'UTC written by the receiver at the exposure',
  },
  CAMERA_TIME_WITH_ZONE: { zh: '相机时间,时区有据可查', en: 'the camera’s clock, with a zone that is on record' },
  SATELLITE_TIME: { zh: '卫星时间,定义上即为 UTC', en: 'satellite time, UTC by definition' },
  CAMERA_TIME_ZONE_ASSUMED: {
    zh: '相机时间,无时区记录,按北京时间推定',
    en: 'the camera’s clock without a zone, taken as Asia/Shanghai',
  },
  NOTHING_BETTER: { zh: '没有更好的来源', en: 'there is nothing better' },
  TRACK_OF_DEVICE: {
    zh: '文件未记录位置,取设备航迹在拍摄时刻的位置',
    en: 'the file says nothing; where the track of its device was at that time',
  },
  STATED_BY_PERSON: {
    zh: '文件和航迹均无可用位置,由人员说明理由后标注',
    en: 'neither file nor track says anything usable; stated by a person, with a reason',
  },
  PERSON_OVERRULES_FILE: {
    zh: '人员说明理由后认定文件所记位置有误;文件原有记录保留',
    en: 'a person states, with a reason, that the file is wrong; what the file says is kept beside it',
  },
};

/** Heights as claimed. They have different zero levels and are never mixed. */
export interface HeightClaims {
  /** Above the take-off point (DJI RelativeAltitude). */
  readonly aboveTakeoffMetres: number | null;
  /** DJI AbsoluteAltitude; its zero level is what `absoluteDatum` says, and unknown where that is null. */
  readonly absoluteMetres: number | null;
  readonly absoluteDatum: string | null;
  /** EXIF GPSAltitude, signed by its reference; tens of metres off is usual with drones. */
  readonly exifMetres: number | null;
}

/** Degrees in the north-east-down frame, rotation order yaw, pitch, roll; absolute, not relative to the airframe. */
export interface Attitude {
  readonly yawDegrees: number | null;
  readonly pitchDegrees: number | null;
  readonly rollDegrees: number | null;
}

export interface CameraClaims {
  readonly make: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly droneModel: string | null;
  readonly droneSerial: string | null;
}

export interface Dimensions {
  readonly widthPixels: number | null;
  readonly heightPixels: number | null;
  readonly declaredWidthPixels: number | null;
  readonly declaredHeightPixels: number | null;
  /** EXIF orientation 1 to 8; anything else in the file counts as 1. */
  readonly orientation: number;
}

/** Everything a file's metadata claims, judged. */
export interface MetadataClaims {
  readonly positions: readonly PositionClaim[];
  readonly position: Chosen<PositionClaim & Position> | null;
  readonly times: readonly TimeClaim[];
  readonly time: Chosen<TimeClaim & { readonly at: string }> | null;
  readonly heights: HeightClaims;
  readonly gimbal: Attitude;
  readonly airframe: Attitude;
  readonly camera: CameraClaims;
  readonly dimensions: Dimensions;
  readonly flags: readonly EvidenceFlag[];
}
