import type { Words } from '../metadata/claim.types.js';
import type { Independence } from './corroboration.types.js';

/** Every outcome of a check in words. `{name}` is filled with the check's numbers, thresholds and names. */
const TEXTS = {
  SERIAL_MATCHES: {
    zh: '照片中的无人机序列号 {serial} 与登记设备 {assetCode} 一致。',
    en: 'The drone’s serial number in the picture, {serial}, is that of the registered device {assetCode}.',
  },
  SERIAL_DIFFERS: {
    zh: '照片中的无人机序列号 {serial} 与设备 {assetCode} 登记的不一致。',
    en: 'The drone’s serial number in the picture, {serial}, is not the one registered for {assetCode}.',
  },
  SERIAL_NOT_REGISTERED: {
    zh: '照片中的无人机序列号 {serial} 未在设备池登记。',
    en: 'The drone’s serial number in the picture, {serial}, is not in the register.',
  },
  NO_SERIAL: { zh: '照片没有记录无人机序列号。', en: 'The picture carries no serial number of a drone.' },
  NO_DEVICE: { zh: '照片未能对应到登记设备。', en: 'The picture could not be tied to a registered device.' },
  NO_CAPTURE_TIME: { zh: '拍摄时间未知。', en: 'The time of capture is not known.' },
  NO_POSITION: { zh: '照片没有可用的位置。', en: 'The picture has no usable position.' },
  HELD_BY_NAMED: {
    zh: '当时设备由 {holder} 领用,即上传人或取证人之一。',
    en: 'At that time the device was signed out to {holder}, who uploaded the picture or is named as collector.',
  },
  HELD_BY_ANOTHER: {
    zh: '当时设备由 {holder} 领用,而此人既非上传人也非取证人。',
    en: 'At that time the device was signed out to {holder}, who neither uploaded the picture nor is named as collector.',
  },
  NOBODY_NAMED: {
    zh: '设备自行上传,未指名取证人。',
    en: 'The device uploaded it by itself, and nobody is named as collector.',
  },
  HELD_BY_NOBODY: { zh: '当时设备没有领用记录。', en: 'At that time the device was signed out to nobody.' },
  WITHHELD: {
    zh: '设备当时不由您的单位使用,也不用于您参与的案件,此项结果不予显示。',
    en: 'At that time the device was neither with your unit nor out for a case of yours: this result is not shown to you.',
  },
  CUSTODY_NOT_KNOWN: { zh: '领用记录未能查询。', en: 'The custody record was not available.' },
  WITHIN_PERIOD: { zh: '拍摄时间在飞行计划的时段内。', en: 'The time of capture lies within the planned period.' },
  OUTSIDE_PERIOD: {
    zh: '拍摄时间在最近的飞行计划时段之外 {minutesOutside} 分钟。',
    en: 'The time of capture lies {minutesOutside} min outside the nearest planned period.',
  },
  NO_FLIGHT_PLAN: { zh: '该设备当时没有飞行计划。', en: 'There is no flight plan of this device near that time.' },
  INSIDE_VOLUME: {
    zh: '照片位置在计划空域内(允许误差 {allowedMetres} 米)。',
    en: 'The position lies inside the planned volume (allowing {allowedMetres} m).',
  },
  OUTSIDE_VOLUME: {
    zh: '照片位置在计划空域之外 {outsideMetres} 米(允许 {allowedMetres} 米)。',
    en: 'The position lies {outsideMetres} m outside the planned volume ({allowedMetres} m allowed).',
  },
  WITHIN_BAND: {
    zh: '照片高度 {heightMetres} 米在计划高度 {lowerMetres} 至 {upperMetres} 米之内。',
    en: 'The height of {heightMetres} m lies in the planned band of {lowerMetres} to {upperMetres} m.',
  },
  OUTSIDE_BAND: {
    zh: '照片高度 {heightMetres} 米超出计划高度 {lowerMetres} 至 {upperMetres} 米(允许误差 {allowedMetres} 米)。',
    en: 'The height of {heightMetres} m lies outside the planned band of {lowerMetres} to {upperMetres} m ({allowedMetres} m allowed).',
  },
  HEIGHTS_NOT_COMPARABLE: {
    zh: '两个高度的起算面不同,不作比较。',
    en: 'The two heights start from different zero levels and are not compared.',
  },
  NO_HEIGHT: { zh: '一方没有相对起飞点的高度。', en: 'One side has no height above take-off.' },
  NEAR_TRACK: {
    zh: '照片位置与该时刻的航迹相距 {distanceMetres} 米(允许 {allowedMetres} 米)。',
    en: 'The position lies {distanceMetres} m from the track at that second ({allowedMetres} m allowed).',
  },
  FAR_FROM_TRACK: {
    zh: '照片位置与该时刻的航迹相距 {distanceMetres} 米,超过允许的 {allowedMetres} 米。',
    en: 'The position lies {distanceMetres} m from the track at that second, more than the {allowedMetres} m allowed.',
  },
  FILE_DIFFERS: {
    zh: '归于该设备的航迹文件与照片不符;文件由人提交,可以印证,不能据以否定。',
    en: 'A file said to be a track of the device differs from the picture. People bring files: they may confirm, and contradict nothing.',
  },
  POSITION_FROM_TRACK: {
    zh: '照片自身没有位置,其位置取自该设备的航迹;与航迹相符不说明任何问题。',
    en: 'The picture has no position of its own and was given the track’s: that the two agree says nothing.',
  },
  NO_TRACK: { zh: '没有该设备的航迹。', en: 'There is no track of the device.' },
  TRACK_TOO_FAR_IN_TIME: {
    zh: '最近的航迹点相差 {secondsToSample} 秒(允许 {allowedSeconds} 秒),不计算距离。',
    en: 'The nearest point of the track is {secondsToSample} s away ({allowedSeconds} s allowed): no distance is given.',
  },
  HEIGHT_AGREES: {
    zh: '照片与航迹的高度相差 {differenceMetres} 米(允许 {allowedMetres} 米)。',
    en: 'The heights of picture and track differ by {differenceMetres} m ({allowedMetres} m allowed).',
  },
  HEIGHT_DIFFERS: {
    zh: '照片与航迹的高度相差 {differenceMetres} 米,超过允许的 {allowedMetres} 米。',
    en: 'The heights of picture and track differ by {differenceMetres} m, more than the {allowedMetres} m allowed.',
  },
  HEADING_AGREES: {
    zh: '照片与航迹的方向相差 {differenceDegrees} 度(允许 {allowedDegrees} 度)。',
    en: 'The directions of picture and track differ by {differenceDegrees}° ({allowedDegrees}° allowed).',
  },
  HEADING_DIFFERS: {
    zh: '照片与航迹的方向相差 {differenceDegrees} 度,超过允许的 {allowedDegrees} 度。',
    en: 'The directions of picture and track differ by {differenceDegrees}°, more than the {allowedDegrees}° allowed.',
  },
  GIMBAL_MAY_HAVE_TURNED: {
    zh: '云台方向与机头方向相差 {differenceDegrees} 度;云台可独立转动,不能判断。',
    en: 'The gimbal points {differenceDegrees}° off the airframe’s heading; a gimbal may turn by itself, so this decides nothing.',
  },
  NO_HEADING: { zh: '一方没有方向。', en: 'One side has no direction.' },
  BEFORE_RECEIPT: {
    zh: '拍摄后 {minutesToReceipt} 分钟由系统接收。',
    en: 'The system received the picture {minutesToReceipt} min after the claimed capture.',
  },
  AFTER_RECEIPT: {
    zh: '声称的拍摄时间晚于系统接收时间 {minutesAfterReceipt} 分钟。',
    en: 'The claimed capture is {minutesAfterReceipt} min later than the system’s receipt.',
  },
  DEVICE_CLOCK_AGREES: {
    zh: '当时设备时钟与系统时钟相差 {offsetSeconds} 秒(允许 {allowedSeconds} 秒)。',
    en: 'At that time the device’s clock differed from the system’s by {offsetSeconds} s ({allowedSeconds} s allowed).',
  },
  DEVICE_CLOCK_DIFFERS: {
    zh: '当时设备时钟与系统时钟相差 {offsetSeconds} 秒,超过允许的 {allowedSeconds} 秒。',
    en: 'At that time the device’s clock differed from the system’s by {offsetSeconds} s, more than the {allowedSeconds} s allowed.',
  },
  SUN_UP: {
    zh: '所称时间、地点太阳高度角 {sunElevationDegrees} 度、方位角 {sunAzimuthDegrees} 度(自北顺时针),可与画面阴影比对;亮度不作依据。',
    en: 'At the claimed time and place the sun stood at {sunElevationDegrees}° elevation and {sunAzimuthDegrees}° azimuth (clockwise from north): hold shadows against it. Brightness decides nothing here.',
  },
  THERMAL_NEEDS_NO_LIGHT: {
    zh: '所称时间天色已暗,但热成像不依赖光照,不能判断。',
    en: 'It was dark at the claimed time; a thermal camera needs no light, so this decides nothing.',
  },
  FLASH_FIRED: { zh: '使用了闪光灯,亮度不能判断。', en: 'A flash was fired: brightness decides nothing.' },
  EXPOSURE_NOT_KNOWN: {
    zh: '所称时间天色已暗,但文件未记录曝光参数,不能判断。',
    en: 'It was dark at the claimed time; the file does not say how it was exposed, so this decides nothing.',
  },
  EXPOSURE_FITS_DARK: {
    zh: '所称时间天色已暗(太阳高度角 {sunElevationDegrees} 度),曝光或亮度并不像白昼,不能据此判断。',
    en: 'It was dark at the claimed time (sun at {sunElevationDegrees}°); exposure or brightness are not those of daylight, which decides nothing.',
  },
  BRIGHTNESS_NOT_MEASURED: {
    zh: '所称时间天色已暗而曝光如同白昼,画面亮度尚未测量。',
    en: 'It was dark at the claimed time and the exposure is that of daylight; the picture’s brightness is not measured yet.',
  },
  BRIGHT_IN_THE_DARK: {
    zh: '所称时间地点太阳在地平线下(高度角 {sunElevationDegrees} 度),而画面明亮(平均亮度 {luminance}),曝光值 {exposureValue} 如同白昼:时间或地点可能有误。',
    en: 'At the claimed time and place the sun was below the horizon ({sunElevationDegrees}°), yet the picture is bright (mean luminance {luminance}) and exposed as in daylight (EV {exposureValue}): time or place may be wrong.',
  },
  CLOCK_NOT_OBSERVED: {
    zh: '当时没有收到设备的实时消息,无法比较时钟。',
    en: 'No live message of the device arrived at that time, so the clocks cannot be compared.',
  },
} as const satisfies Record<string, Words>;

export type Reason = keyof typeof TEXTS;

/** The texts themselves, for a check that every one is used and fillable. */
export const CORROBORATION_TEXTS: Readonly<Record<Reason, Words>> = TEXTS;

/** What agreement with such a source is worth, in words. */
export const INDEPENDENCE_WORDS: Readonly<Record<Independence, Words>> = {
  same_receiver: {
    zh: '双方数据出自同一台设备的接收机:相符只说明文件与航迹一致,不能证明位置本身,证明力很低。',
    en: 'Both sides were written by the receiver of one device: agreement shows that file and track match, not that the place is right. It proves little.',
  },
  same_party: {
    zh: '对照的是检察机关自己的记录:相符不构成独立佐证。',
    en: 'The other side is the prosecution’s own record: agreement is no independent proof.',
  },
  independent: {
    zh: '对照的事实不由检察机关或该设备控制。',
    en: 'The other side is controlled neither by the prosecution nor by the device.',
  },
};

type Values = Readonly<Record<string, string | number>>;

/** A reason in both languages; numbers with at most one decimal. */
export function inWords(reason: Reason, values: Values): Words {
  return { zh: fill(TEXTS[reason].zh, values), en: fill(TEXTS[reason].en, values) };
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (typeof value === 'number') return String(Math.round(value * 10) / 10);
    return value ?? whole;
  });
}
