// Reads the metadata of one file at a time, in a thread of its own: a malicious file may keep this thread busy or blow its
// heap, and the reader ends it. Plain JavaScript, so that the same file is loaded from the sources and from the build.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answerTasks } from '../threads/answers.mjs';

const { load } = createRequire(import.meta.url)('exifreader');

const TEXT_LIMIT = 2_000;
const NUMBERS_LIMIT = 16;
const DJI_NAMESPACE = 'http://www.dji.com/drone-dji/';

const EXIF_TAGS = [
  'Make Model Software BodySerialNumber Orientation ImageWidth ImageLength PixelXDimension PixelYDimension',
  'DateTimeOriginal SubSecTimeOriginal OffsetTimeOriginal FocalLength FocalLengthIn35mmFilm',
  'ExposureTime FNumber ISOSpeedRatings Flash',
  'GPSLatitude GPSLatitudeRef GPSLongitude GPSLongitudeRef GPSAltitude GPSAltitudeRef GPSDateStamp GPSTimeStamp',
  'GPSImgDirection GPSImgDirectionRef GPSDOP GPSMapDatum GPSStatus GPSProcessingMethod',
].flatMap((line) => line.split(' '));

const XMP_TAGS = [
  'GPSLatitude GPSLongitude GPSAltitude GPSAltitudeRef GPSTimeStamp DateTimeOriginal CreateDate ModifyDate CreatorTool',
  'Make Model GpsStatus AltitudeType GpsLatitude GpsLongitude GpsLongtitude Latitude Longitude AbsoluteAltitude',
  'RelativeAltitude GimbalRollDegree GimbalYawDegree GimbalPitchDegree FlightRollDegree FlightYawDegree',
  'FlightPitchDegree FlightXSpeed FlightYSpeed FlightZSpeed CamReverse GimbalReverse RtkFlag RtkStdLon RtkStdLat',
  'RtkStdHgt RtkDiffAge SurveyingMode DewarpFlag DewarpData CalibratedFocalLength CalibratedOpticalCenterX',
  'CalibratedOpticalCenterY UTCAtExposure ShutterType CameraSerialNumber LensSerialNumber DroneModel',
  'DroneSerialNumber ImageSource LRFStatus LRFTargetDistance LRFTargetLon LRFTargetLat LRFTargetAlt LRFTargetAbsAlt',
].flatMap((line) => line.split(' '));

answerTasks(({ path, headBytes }) => readTags(path, headBytes));

function readTags(path, headBytes) {
  const { bytes, partial } = readHead(path, headBytes);
  const groups = load(bytes, { expanded: true });
  const rawXmp = groups.xmp?.['_raw'] ?? '';
  return {
    fileType: groups.file?.FileType?.value ?? null,
    ...pixels(groups),
    exif: pick(groups.exif, EXIF_TAGS, exifValue),
    hasGpsDirectory: groups.gps !== undefined || groups.exif?.['GPS Info IFD Pointer'] !== undefined,
    xmp: pick(groups.xmp, XMP_TAGS, xmpValue),
    isDjiXmp: rawXmp.includes(DJI_NAMESPACE),
    historyTools: historyTools(groups.xmp?.History),
    partial,
  };
}

/** The first `headBytes` of a regular file; anything else (a pipe would block for ever) is refused. */
function readHead(path, headBytes) {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('not a regular file');
    const bytes = Buffer.alloc(Math.min(stat.size, headBytes));
    const read = readSync(file, bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, read), partial: stat.size > headBytes };
  } finally {
    closeSync(file);
  }
}

/** Size of the coded picture, from the format's own header and not from EXIF. */
function pixels(groups) {
  const fromTiff = groups.file?.FileType?.value === 'tiff' ? groups.exif : undefined;
  const width =
    groups.file?.['Image Width'] ?? groups.pngFile?.['Image Width'] ?? groups.riff?.ImageWidth ?? fromTiff?.ImageWidth;
  const height =
    groups.file?.['Image Height'] ??
    groups.pngFile?.['Image Height'] ??
    groups.riff?.ImageHeight ??
    fromTiff?.ImageLength;
  return { widthPixels: count(width?.value), heightPixels: count(height?.value) };
}

function count(value) {
  return Number.isInteger(value) && value > 0 ? value : null;
}

function pick(group, names, valueOf) {
  const picked = {};
  for (const name of names) {
    const value = group?.[name] === undefined ? undefined : valueOf(group[name]);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/** A text as it can be kept: NUL and half characters, also those that cutting makes, are marked as replaced. */
function storable(text, limit = TEXT_LIMIT) {
  return text.slice(0, limit).toWellFormed().replaceAll('\0', '\ufffd');
}

/** A number, a text, or a short list of numbers or of numerator-denominator pairs. */
function exifValue(tag) {
  const value = tag.value;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return storable(value);
  if (!Array.isArray(value)) return undefined;
  if (value.every((part) => typeof part === 'string')) return storable(value.join(''));
  return value.slice(0, NUMBERS_LIMIT);
}

function xmpValue(tag) {
  const text = typeof tag.value === 'string' ? tag.value : tag.description;
  return typeof text === 'string' ? storable(text) : undefined;
}

/** Names of the programs that say they saved the file again. */
function historyTools(history) {
  const entries = Array.isArray(history?.value) ? history.value.slice(0, 20) : [];
  const saved = entries.filter((entry) => /^(saved|converted|derived)$/.test(entry?.action?.value ?? ''));
  return saved.map((entry) => storable(String(entry.softwareAgent?.value ?? 'unnamed'), 100));
}
