import { FILM_DIAGONAL_MILLIMETRES } from '../../src/geo/index.js';
import type { SimulatedCamera } from './camera/cameras.js';
import type { SimulatedPhoto } from './photo.js';

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** "2026-03-01 10:10:01" on a clock in Shanghai. */
export function localTime(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The Exif directory: local time without a zone, as DJI's cameras write it. */
export function exifTags(
  { takenAt, cameraSerial }: SimulatedPhoto,
  { filmMillimetres, sensorDiagonalMillimetres }: SimulatedCamera,
): Record<string, string> {
  const local = localTime(takenAt).replaceAll('-', ':');
  const focalMillimetres = (filmMillimetres / FILM_DIAGONAL_MILLIMETRES) * sensorDiagonalMillimetres;
  return {
    DateTimeOriginal: local,
    DateTimeDigitized: local,
    BodySerialNumber: cameraSerial,
    FocalLength: `${Math.round(focalMillimetres * 100)}/100`,
    FocalLengthIn35mmFilm: String(filmMillimetres),
  };
}

/** The GPS directory. */
export function gpsTags({ position, absoluteMetres }: SimulatedPhoto): Record<string, string> {
  return {
    GPSLatitudeRef: position.lat < 0 ? 'S' : 'N',
    GPSLatitude: degreesMinutesSeconds(position.lat),
    GPSLongitudeRef: position.lon < 0 ? 'W' : 'E',
    GPSLongitude: degreesMinutesSeconds(position.lon),
    GPSAltitudeRef: '0',
    GPSAltitude: `${Math.round(absoluteMetres * 1000)}/1000`,
    GPSStatus: 'A',
    GPSMapDatum: 'WGS-84',
  };
}

/** DJI's XMP packet. */
export function djiXmp(photo: SimulatedPhoto, camera: SimulatedCamera, focalPixels: number): string {
  const written = djiAttributes(photo, camera, focalPixels).map(([name, value]) => `   ${name}="${escaped(value)}"`);
  return [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '  <rdf:Description rdf:about="DJI Meta Data"',
    '   xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"',
    '   xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"',
    `${written.join('\n')}/>`,
    ' </rdf:RDF>',
    '</x:xmpmeta>',
  ].join('\n');
}

function djiAttributes(
  photo: SimulatedPhoto,
  { model }: SimulatedCamera,
  focalPixels: number,
): readonly (readonly [string, string])[] {
  const { position, gimbal } = photo;
  const local = `${localTime(photo.takenAt).replace(' ', 'T')}+08:00`;
  return [
    ['xmp:CreateDate', local],
    ['xmp:ModifyDate', local],
    ['tiff:Make', 'DJI'],
    ['tiff:Model', model],
    ['drone-dji:ImageSource', 'WideCamera'],
    ['drone-dji:GpsStatus', 'Normal'],
    ['drone-dji:AltitudeType', 'GpsFusionAlt'],
    ['drone-dji:GpsLatitude', signed(position.lat, 9)],
    ['drone-dji:GpsLongitude', signed(position.lon, 9)],
    ['drone-dji:AbsoluteAltitude', signed(photo.absoluteMetres, 3)],
    ['drone-dji:RelativeAltitude', signed(photo.aboveTakeoffMetres, 3)],
    ['drone-dji:GimbalRollDegree', signed(gimbal.rollDegrees, 2)],
    ['drone-dji:GimbalYawDegree', signed(gimbal.yawDegrees, 2)],
    ['drone-dji:GimbalPitchDegree', signed(gimbal.pitchDegrees, 2)],
    ['drone-dji:FlightRollDegree', '+0.00'],
    ['drone-dji:FlightYawDegree', signed(photo.airframeYawDegrees, 2)],
    ['drone-dji:FlightPitchDegree', '+0.00'],
    ['drone-dji:CalibratedFocalLength', focalPixels.toFixed(6)],
    ['drone-dji:DewarpFlag', '1'],
    ['drone-dji:CameraSerialNumber', photo.cameraSerial],
    ['drone-dji:DroneModel', model],
    ['drone-dji:DroneSerialNumber', photo.droneSerial],
  ];
}

/** Three rationals, seconds to a ten-thousandth as the real cameras write them. */
function degreesMinutesSeconds(degrees: number): string {
  const parts = Math.round(Math.abs(degrees) * 3600 * 10_000);
  const minutes = Math.floor(parts / 600_000);
  return `${Math.floor(minutes / 60)}/1 ${minutes % 60}/1 ${parts % 600_000}/10000`;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(digits)}`;
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
