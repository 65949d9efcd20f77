/** What a film says of itself. Claims, like everything a file says. */
export interface FilmReading {
  readonly durationSeconds: number | null;
  readonly codec: string | null;
  readonly widthPixels: number | null;
  readonly heightPixels: number | null;
  readonly framesPerSecond: number | null;
  /** Clockwise, to be shown upright: 0, 90, 180 or 270. */
  readonly rotationDegrees: number;
  readonly hasSound: boolean;
  /** As the container spells it. By its definition UTC, though many cameras write their local time. */
  readonly creationTime: string | null;
  /** By ISO 6709. */
  readonly position: { readonly lon: number; readonly lat: number; readonly altitudeMetres: number | null } | null;
  readonly make: string | null;
  readonly model: string | null;
}

type Tags = Readonly<Record<string, unknown>>;
interface Stream extends Tags {
  readonly tags?: Tags;
  readonly side_data_list?: readonly Tags[];
}

const LONGEST_TEXT = 200;

/** The reading in what the prober prints; undefined when there is no moving picture in it. */
export function filmIn(printed: unknown): FilmReading | undefined {
  const { streams = [], format = {} } = (printed ?? {}) as { streams?: readonly Stream[]; format?: Stream };
  const picture = streams.find((stream) => stream['codec_type'] === 'video' && !isCover(stream));
  if (!picture) return undefined;
  const tags = lowered(format.tags, picture.tags);
  return {
    durationSeconds: positive(format['duration']) ?? positive(picture['duration']),
    codec: shortText(picture['codec_name']),
    widthPixels: positive(picture['width']),
    heightPixels: positive(picture['height']),
    framesPerSecond: ratio(picture['avg_frame_rate']),
    rotationDegrees: rotationOf(picture),
    hasSound: streams.some((stream) => stream['codec_type'] === 'audio'),
    creationTime: shortText(tags.get('com.apple.quicktime.creationdate') ?? tags.get('creation_time')),
    position: iso6709(shortText(tags.get('com.apple.quicktime.location.iso6709') ?? tags.get('location'))),
    make: shortText(tags.get('com.apple.quicktime.make') ?? tags.get('make')),
    model: shortText(tags.get('com.apple.quicktime.model') ?? tags.get('model')),
  };
}

const DEGREES = /^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?(?:CRS\w+)?\/?$/;

/** Decimal degrees of ISO 6709; null for anything else, and for places that are none. */
export function iso6709(written: string | null): FilmReading['position'] {
  const [, lat, lon, altitude] = DEGREES.exec(written ?? '') ?? [];
  if (lat === undefined || lon === undefined) return null;
  if (Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180) return null;
  return { lon: Number(lon), lat: Number(lat), altitudeMetres: altitude === undefined ? null : Number(altitude) };
}

const PATH_IN_WORDS = /(?:file:)?\/[^\s'":]+/g;

/** The last line a tool wrote before it gave up, without the paths in it; null where it wrote nothing. */
export function lastWords(stderr: string): string | null {
  const line = stderr.split(/[\r\n]+/).findLast((one) => one.trim() !== '');
  return shortText(line?.replaceAll(PATH_IN_WORDS, '…'));
}

function isCover({ disposition }: Stream): boolean {
  return (disposition as Tags | undefined)?.['attached_pic'] === 1;
}

function lowered(...lists: readonly (Tags | undefined)[]): ReadonlyMap<string, unknown> {
  const all = lists.toReversed().flatMap((tags) => Object.entries(tags ?? {}));
  return new Map(all.map(([name, value]) => [name.toLowerCase(), value]));
}

/** Players turn by the matrix beside the pictures; older files say it in a tag. */
function rotationOf({ tags, side_data_list: sides = [] }: Stream): number {
  const turned = sides.map((side) => side['rotation']).find((value) => typeof value === 'number');
  const degrees = turned === undefined ? Number(tags?.['rotate'] ?? 0) : -turned;
  return Number.isFinite(degrees) ? (((Math.round(degrees / 90) * 90) % 360) + 360) % 360 : 0;
}

function positive(value: unknown): number | null {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : null;
}

function ratio(value: unknown): number | null {
  const [over, under = 1] = String(value).split('/').map(Number);
  return positive(Number(over) / under);
}

function shortText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT);
  return text === '' ? null : text;
}
