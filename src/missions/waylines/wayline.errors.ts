const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;

/** Entries of the catalogue of missions. */
export const WAYLINE_REFUSALS = {
  WAYLINE_FILE_REFUSED: refused(
    'The file is neither a KMZ nor a waylines.wpml; it is {mediaType}',
    '文件既不是 KMZ 也不是 waylines.wpml，实际为 {mediaType}',
  ),
  WAYLINE_PART_MISSING: refused('{part} is missing in the wayline', '航线缺少 {part}'),
  WAYLINE_ELEMENT_MISSING: refused('{element} is missing at {where}', '{whereZh} 缺少 {element}'),
  WAYLINE_VALUE_INVALID: refused('{element} at {where} cannot be {value}', '{whereZh} 的 {element} 不能为 {value}'),
  WAYLINE_COORDINATES_REFUSED: refused(
    'Only waylines in WGS-84 are read, not in {mode}',
    '仅支持 WGS-84 坐标的航线，不支持 {mode}',
  ),
  WAYLINE_HEIGHT_MODE_UNKNOWN: refused('The height mode {mode} is not known', '未知的高度模式 {mode}'),
  WAYLINE_HEIGHT_NOT_METRES: refused(
    'The height {heightMetres} at {where} is none in metres',
    '{whereZh} 的高度 {heightMetres} 不是合理的米数',
  ),
  WAYLINE_POSITION_REFUSED: refused('{where} lies nowhere on earth: {value}', '{whereZh} 的坐标无效：{value}'),
  WAYLINE_INDEX_BROKEN: refused(
    'Waypoints are numbered from 0 without gaps; {where} is {index}',
    '航点须从 0 起连续编号；{whereZh} 的编号为 {index}',
  ),
  WAYLINE_EMPTY: refused('The wayline has no waypoints', '航线没有航点'),
  WAYLINE_TOO_LONG: refused('A wayline has at most {most} {what}', '航线超出限制：{whatZh}不得超过 {most}'),
  WAYLINE_FOR_OTHER_DRONE: refused(
    'The wayline was made for {waylineDrone}, the flight is planned with {deviceDrone}',
    '航线适用于 {waylineDrone}，而飞行计划使用 {deviceDrone}',
  ),
  WAYLINE_PAYLOAD_UNFIT: refused(
    'The wayline is for the camera {payload}, which {drone} cannot carry',
    '航线使用的相机 {payload} 不能装在 {drone} 上',
  ),
  WAYLINE_LEAVES_VOLUME: refused(
    'The wayline leaves the airspace of the flight on {legCount} legs; legs names them',
    '航线有 {legCount} 段超出飞行空域，详见 legs',
  ),
  WAYLINE_ENTERS_ZONE: refused('The wayline enters a prohibited zone; zones names it', '航线进入禁飞空域，详见 zones'),
  WAYLINE_NOT_DRAWABLE: refused(
    'No wayline can be drawn in this airspace; bring in one of your own',
    '无法在该空域内自动生成航线，请导入自绘航线',
  ),
  WAYLINE_MODEL_UNKNOWN: refused(
    'It is not known which aircraft flies the wayline; name one with model',
    '不清楚执行航线的机型，请用 model 指定',
  ),
  WAYLINE_ABSENT: {
    status: 404,
    level: 'info',
    en: 'No wayline was brought in for this flight',
    zh: '该飞行尚未导入航线',
  },
  WAYLINE_SET_ASIDE: {
    status: 409,
    level: 'info',
    en: 'The plan has changed and the wayline does not fit it any more ({reason}); bring in another one',
    zh: '飞行计划已变更，航线不再符合计划，请重新导入',
  },
  WAYLINE_NOT_UPLOADED: refused(
    'There is no such file among what you have uploaded',
    '在您已上传的文件中没有找到该文件',
  ),
  WAYLINE_FILE_TOO_LARGE: refused('A wayline has at most {megabytes} MB', '航线文件不得超过 {megabytes} MB'),
  WAYLINE_NAME_TAKEN: {
    status: 409,
    level: 'info',
    en: 'The unit has another wayline of that name; give this one another',
    zh: '本单位已有同名航线，请更换名称',
  },
  WAYLINE_ADDRESS_REFUSED: {
    status: 403,
    level: 'info',
    en: 'This address is not valid, or not any more; ask for a new one',
    zh: '下载地址无效或已过期，请重新获取',
  },
  WAYLINE_FLIGHT_SETTLED: {
    status: 409,
    level: 'info',
    en: 'A flight in state {state} gets no other wayline',
    zh: '该飞行目前所处的步骤不允许再更换航线',
  },
} as const;
