import type { CaptureRole } from './capture-set.codes.js';

/** What a file's name says of its place in a set. */
export interface CaptureName {
  /** Equal for all files of the set. */
  readonly stem: string;
  readonly role: CaptureRole;
  /** The stem holds the time of capture, so that it means the same set also outside of one folder. */
  readonly isTimed: boolean;
}

/** DJI's names: `DJI_20260101120000_0001_T.JPG`, older `DJI_0001.MP4`; the letter is the lens. */
const CAPTURE = /^(DJI_(?:(\d{14})_)?\d{3,5})(?:_([TWZVDS]))?\.(JPE?G|DNG|TIFF?|MP4|MOV|SRT|LRF)$/i;
/** What a survey with satellite correction leaves beside its pictures: `…_Timestamp.MRK`, `…_PPKOBS.obs`. */
const SURVEY = /^(.{1,100})_(?:Timestamp|PPKNAV|PPKOBS|PPKRAW|Rinex)\.(MRK|NAV|OBS|RTK|BIN)$/i;
const TIMED_SURVEY = /^DJI_\d{12}/i;

const LENSES: Readonly<Record<string, CaptureRole>> = { T: 'thermal', W: 'wide', Z: 'zoom', V: 'visible' };
const SIDECARS: Readonly<Record<string, CaptureRole>> = { SRT: 'subtitles', LRF: 'proxy' };
const SURVEY_PARTS: Readonly<Record<string, CaptureRole>> = {
  MRK: 'timestamps',
  NAV: 'navigation',
  OBS: 'observations',
  RTK: 'corrections',
  BIN: 'corrections',
};

/** Undefined for a name that belongs to no set. */
export function captureNameOf(fileName: string): CaptureName | undefined {
  const capture = CAPTURE.exec(fileName);
  if (capture) {
    const [, stem = '', time, lens = '', ending = ''] = capture;
    const role = SIDECARS[ending.toUpperCase()] ?? LENSES[lens.toUpperCase()] ?? 'main';
    return { stem: stem.toUpperCase(), role, isTimed: time !== undefined };
  }
  const survey = SURVEY.exec(fileName);
  if (!survey) return undefined;
  const [, stem = '', ending = ''] = survey;
  const role = SURVEY_PARTS[ending.toUpperCase()] ?? 'corrections';
  return { stem: stem.toUpperCase(), role, isTimed: TIMED_SURVEY.test(stem) };
}

/** Where an item came from, as far as it decides what else can be of its capture. */
export interface CaptureOrigin {
  readonly from: { readonly intakeId: string; readonly path: string } | null;
  readonly unitId: string;
  readonly caseId: string | null;
  readonly deviceId: string | null;
}

/**
 * Within it equal stems mean one set: a folder of a card; elsewhere unit, case and device, and only for names that hold
 * a time, since every drone counts its files from one. Undefined where nothing can be told.
 */
export function captureScopeOf(
  { from, unitId, caseId, deviceId }: CaptureOrigin,
  { isTimed }: CaptureName,
): string | undefined {
  if (from) return `intake ${from.intakeId} ${from.path.split('/').slice(0, -1).join('/')}`;
  return isTimed ? `unit ${unitId} case ${caseId ?? '-'} device ${deviceId ?? '-'}` : undefined;
}
