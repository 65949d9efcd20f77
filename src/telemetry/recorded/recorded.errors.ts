const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

/** Why a file is not read as a track. The original is kept all the same. */
export const RECORDED_REFUSALS = {
  TRACK_FORMAT_UNKNOWN: refused(
    'This is no subtitle with positions, no exposure marks and no GPX',
    '不是含位置的字幕、曝光标记或 GPX 文件',
  ),
  TRACK_TRUNCATED: refused('The file ends in the middle of line {line}', '文件在第 {line} 行中途截断'),
  TRACK_FORMATS_MIXED: refused('Line {line} is of another format than the lines before', '第 {line} 行与前文格式不同'),
  TRACK_LINE_UNREADABLE: refused('Line {line} cannot be read', '第 {line} 行无法读取'),
  TRACK_NUMBER_UNREADABLE: refused('Line {line}: {written} is no number', '第 {line} 行：{written} 不是数字'),
  TRACK_DECIMAL_COMMA: refused(
    'Line {line}: {written} has a comma where a point belongs',
    '第 {line} 行：{written} 以逗号作小数点',
  ),
  TRACK_POSITION_OUT_OF_RANGE: refused(
    'Line {line}: there is no place at latitude {lat}, longitude {lon}',
    '第 {line} 行：纬度 {lat}、经度 {lon} 不存在',
  ),
  TRACK_ORDER_MIXED: refused(
    'Line {line}: longitude and latitude stand in another order than before',
    '第 {line} 行：经纬度顺序与前文不同',
  ),
  TRACK_TIME_BACKWARDS: refused(
    'Line {line} is {seconds} s before what came earlier',
    '第 {line} 行时间倒退 {seconds} 秒',
  ),
  TRACK_TIME_MISSING: refused('Line {line} has a position and no date and time', '第 {line} 行有位置而无日期时间'),
  TRACK_TIME_IMPOSSIBLE: refused(
    'Line {line}: {written} is no time at which this can have been recorded',
    '第 {line} 行：{written} 不可能是记录时间',
  ),
  TRACK_WEEK_ROLLOVER: refused(
    'Line {line}: GPS week {week} counts anew every 1024 weeks; its date cannot be told',
    '第 {line} 行：GPS 周 {week} 为 1024 周循环计数，无法确定日期',
  ),
  TRACK_ENCODING_UNREADABLE: refused(
    'The text is neither UTF-8 nor marked UTF-16',
    '文本既不是 UTF-8，也不是带标记的 UTF-16',
  ),
  TRACK_EMPTY: refused('There is no position in the file', '文件中没有位置'),
  TRACK_FILE_TOO_LARGE: refused(
    'Tracks of more than {megabytes} MB are not read',
    '超过 {megabytes} MB 的轨迹文件不予读取',
  ),
  TRACK_LINE_TOO_LONG: refused(
    'Line {line} is longer than {characters} characters',
    '第 {line} 行超过 {characters} 个字符',
  ),
  TRACK_TOO_MANY_POINTS: refused(
    'Tracks of more than {points} points are not read',
    '超过 {points} 个点的轨迹不予读取',
  ),
  TRACK_READING_GAVE_UP: refused(
    'The file could not be read however often it was tried; the original is kept',
    '多次尝试仍无法读取该文件；原件已保存',
  ),
  TRACK_READING_TIMEOUT: refused('Reading took longer than {seconds} s', '读取超过 {seconds} 秒'),
  FLIGHT_RECORD_ENCRYPTED: refused(
    'An encrypted flight record of the maker: the key is only given out by the maker over the network, so it cannot be read offline. The original is kept',
    '厂商加密的飞行记录：密钥须联网向厂商获取，离线无法读取。原件已保存',
  ),
} as const;
