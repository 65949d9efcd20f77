/** Files as drones write them, made by these functions: no recording of anybody. */

export const LAST_INSTANT = new Date('2026-11-28T00:00:00Z');

export interface Spot {
  readonly lon: string;
  readonly lat: string;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

function timing(milliseconds: number): string {
  const clock = (at: number): string =>
    `${pad(Math.floor(at / 3_600_000))}:${pad(Math.floor(at / 60_000) % 60)}:${pad(Math.floor(at / 1000) % 60)},${pad(at % 1000, 3)}`;
  return `${clock(milliseconds)} --> ${clock(milliseconds + 33)}`;
}

/** Local time without a zone, as a clock in China shows it. */
export function localTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
}

export function bracketedFrame(
  number: number,
  at: Date,
  { lon, lat }: Spot,
  more = '[rel_alt: 60.100 abs_alt: 75.200]',
): string {
  return [
    number,
    timing((number - 1) * 33),
    `<font size="28">FrameCnt: ${number}, DiffTime: 33ms`,
    localTime(at),
    `[iso: 100] [shutter: 1/500.0] [fnum: 2.8] [ev: 0] [focal_len: 24.00] [latitude: ${lat}] [longitude: ${lon}] ${more} [ct: 5500] </font>`,
    '',
    '',
  ].join('\n');
}

export function homeFrame(number: number, at: Date, { lon, lat }: Spot): string {
  const day = localTime(at).slice(0, 19).replaceAll('-', '.');
  return [
    number,
    timing((number - 1) * 1000),
    `HOME(116.5,37.8) ${day}`,
    `GPS(${lon},${lat},19) BAROMETER:41.5`,
    'ISO:100 Shutter:60 EV: Fnum:2.2',
    '',
    '',
  ].join('\n');
}

/** As `home`, in one line; `written` is what stands in the brackets. */
export function exposureFrame(number: number, written: string, date = ''): string {
  return [
    number,
    timing((number - 1) * 1000),
    `${date} F/2.8, SS 206.14, ISO 150, EV 0, GPS (${written}), D 22.16m, H 6.00m, H.S 4.00m/s, V.S 1.00m/s`,
    '',
    '',
  ].join('\n');
}

export function markLine(
  photo: number,
  { week = 2270, second = 107_130, lat = '37.88610000', lon = '116.54230000', quality = 50 } = {},
): string {
  return `${photo}\t${second.toFixed(6)}\t[${week}]\t  -26,N\t    6,E\t  192,V\t${lat},Lat\t${lon},Lon\t95.200,Ellh\t0.012345, 0.011234, 0.023456\t${quality},Q\n`;
}

export function gpxOf(
  points: readonly { readonly at: string; readonly lon: string; readonly lat: string }[],
  version = '1.1',
): string {
  const body = points.map(
    ({ at, lon, lat }) => `<trkpt lat="${lat}" lon="${lon}"><ele>12.5</ele>${at && `<time>${at}</time>`}</trkpt>`,
  );
  return `<?xml version="1.0"?><gpx version="${version}" creator="x" xmlns="http://www.topografix.com/GPX/${version.replace('.', '/')}"><wpt lat="1" lon="1"/><trk><trkseg>${body.join('')}</trkseg></trk></gpx>`;
}
