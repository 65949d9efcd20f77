/** Where a stretch of a track comes from: the device's own line, or a file that somebody brought. */
export const TRACK_SOURCES = ['live', 'srt', 'mrk', 'gpx', 'exif'] as const;
export type TrackSource = (typeof TRACK_SOURCES)[number];

/** Files that hold a track: subtitles of a film, marks of exposures, a GPX track, photos one after the other. */
export const RECORDED_SOURCES = ['srt', 'mrk', 'gpx', 'exif'] as const;
export type RecordedSource = (typeof RECORDED_SOURCES)[number];

/** What the bytes of a file are; the last two are the maker's encrypted flight records. */
export const RECORDING_KINDS = ['srt', 'mrk', 'gpx', 'dji_flight_record', 'dji_dat', 'unknown'] as const;
export type RecordingKind = (typeof RECORDING_KINDS)[number];

/**
 * `unreadable`: kept, and nobody can read it here. `duplicate`: the same bytes of the same device were read before.
 * `refused`: what the file says cannot be a track, with the code why.
 */
export const RECORDING_STATES = ['waiting', 'read', 'refused', 'unreadable', 'duplicate'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

/** How we know whose track it is: what was found in the file, a person's word, or the only drone that person had out. */
export const DEVICE_SAYINGS = ['serial', 'declared', 'open_check_out'] as const;
export type DeviceSaying = (typeof DEVICE_SAYINGS)[number];

/**
 * How far a stretch can be trusted to be of this device. `line`: it came over the device's own authenticated line;
 * `serial`: the file names the device; `word`: only a person says so, and whoever held the file could have written it.
 */
export const TRACK_TRUSTS = ['line', 'serial', 'word'] as const;
export type TrackTrust = (typeof TRACK_TRUSTS)[number];

export function trustOf(saying: DeviceSaying | null): TrackTrust {
  return saying === 'serial' ? 'serial' : 'word';
}

/** Names the reading code: another version may read the same bytes differently. */
export const PARSER_VERSION = 'recorded-tracks/1';
