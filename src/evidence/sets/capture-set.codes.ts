/** What a file is among those that one press of the shutter, or one survey flight, makes. */
export const CAPTURE_ROLES = [
  'thermal',
  'wide',
  'zoom',
  'visible',
  'main',
  'subtitles',
  'proxy',
  'timestamps',
  'navigation',
  'observations',
  'corrections',
] as const;
export type CaptureRole = (typeof CAPTURE_ROLES)[number];
