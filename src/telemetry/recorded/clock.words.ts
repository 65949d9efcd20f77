import type { CLOCK_BASES } from './recorded.types.js';

/** How the instants of a track came about. */
export const CLOCK_WORDS: Readonly<Record<(typeof CLOCK_BASES)[number], { readonly zh: string; readonly en: string }>> =
  {
    device_line: {
      zh: '设备自身时钟，随数据经其专线送达；与我方收到时间一并列出',
      en: 'the device’s own clock, over its line; when it was received stands beside',
    },
    gps_time: {
      zh: '卫星时间（GPS 周与周内秒），按当时闰秒换算为 UTC',
      en: 'satellite time (GPS week and second), turned into UTC by the leap seconds of then',
    },
    utc_by_format: {
      zh: '文件未写时区，按该格式规定为 UTC；时钟偏差未知',
      en: 'no zone is written; UTC by the rules of the format. How far that clock was off is unknown',
    },
    stated: {
      zh: '文件写明时区；时钟偏差未知',
      en: 'the file states the zone. How far that clock was off is unknown',
    },
    local_assumed: {
      zh: '文件为当地时间而未写时区，推定为北京时间；时钟偏差未知',
      en: 'local time without a zone, taken as Asia/Shanghai. How far that clock was off is unknown',
    },
    photos: {
      zh: '各照片自身记录的拍摄时间；时钟偏差未知',
      en: 'the time of each photo as its claims tell it. How far that clock was off is unknown',
    },
  };
