import { type PolygonFault } from '../../geo/index.js';
import type { ZoneFaultCode } from './zone-file/zone-draft.js';

export const refused = (en: string, zh: string) => ({ status: 422, level: 'info', en, zh }) as const;
export const conflicting = (en: string, zh: string) => ({ status: 409, level: 'info', en, zh }) as const;

export type Refusal = ReturnType<typeof refused>;

export const POLYGON_REFUSALS: Readonly<Record<PolygonFault, Refusal>> = {
  POLYGON_MALFORMED: refused('The outline is not a GeoJSON polygon', '范围不是 GeoJSON 多边形'),
  POLYGON_TOO_MANY_POINTS: refused('The outline has too many points', '范围的顶点过多'),
  POLYGON_OUT_OF_RANGE: refused('The outline leaves the range of WGS-84 degrees', '范围超出 WGS-84 经纬度'),
  POLYGON_UNCLOSED: refused('The outline is not closed', '范围未闭合'),
  POLYGON_TOO_FEW_POINTS: refused('The outline has fewer than three different points', '范围的不同顶点不足三个'),
  POLYGON_ANTIMERIDIAN: refused('The outline crosses the antimeridian', '范围跨越 180° 经线'),
  POLYGON_SELF_CROSSING: refused('The outline crosses or touches itself', '范围自相交'),
  POLYGON_HOLE_MISPLACED: refused('A hole lies outside the outline or inside another hole', '范围的洞位置不当'),
};

const ZONE_REFUSALS: Readonly<Record<ZoneFaultCode, Refusal>> = {
  ZONE_FEATURE_MALFORMED: refused('The feature is not an object', '要素不是对象'),
  ZONE_GEOMETRY_MISSING: refused('The feature has no polygon or circle', '要素没有多边形或圆形范围'),
  ZONE_RULE_UNKNOWN: refused('It is not known what the zone does to a flight', '无法识别空域的限制类型'),
  ZONE_NAME_MISSING: refused('The zone has no name', '空域没有名称'),
  ZONE_NAME_TOO_LONG: refused('A name or code is longer than 200 characters', '名称或编号超过 200 个字符'),
  ZONE_TEXT_MALFORMED: refused('A text is too long or cannot be kept', '文字过长或含有无法保存的字符'),
  ZONE_UNIT_MISSING: refused('A height has no unit, metres or feet', '高度缺少单位（米或英尺）'),
  ZONE_REFERENCE_UNKNOWN: refused('It is not known what a height is measured from', '高度的基准无法识别'),
  ZONE_HEIGHT_MALFORMED: refused('A height is not a number', '高度不是数字'),
  ZONE_HEIGHT_OUT_OF_RANGE: refused('A height is beyond every airspace', '高度超出任何空域'),
  ZONE_BAND_UPSIDE_DOWN: refused('The lower height is not below the upper one', '空域高度下限须低于上限'),
  ZONE_PERIOD_EMPTY: refused('The zone’s period does not end after it begins', '空域生效时段的结束须晚于开始'),
  ZONE_TIME_MALFORMED: refused('A time or day cannot be read', '时间或星期无法识别'),
  ZONE_RADIUS_MALFORMED: refused('The radius of a circle is not a length', '圆形范围的半径无效'),
  ZONE_COORDINATES_SWAPPED: refused(
    'The zone lies beside the area of the publication: its longitude and latitude are exchanged',
    '空域不在公布范围内：经度与纬度写反了',
  ),
  ZONE_CODE_TWICE: refused('Two zones have the same code', '两个空域的编号相同'),
};

/** Entries for the catalogue of missions. */
export const AIRSPACE_ENTRIES = {
  ...POLYGON_REFUSALS,
  ...ZONE_REFUSALS,
  AIRSPACE_CONFLICT: conflicting('The airspace is taken or prohibited', '空域已被占用或禁止飞行'),
  AIRSPACE_BUSY: {
    status: 503,
    level: 'warn',
    retryable: true,
    en: 'Too many are planning in the same airspace at this moment; try again',
    zh: '同一空域正在处理的请求过多，请稍后重试',
  },
  FLIGHT_BLOCKED: conflicting(
    'Something came over the flight after it was planned; it has to be decided anew',
    '飞行计划受后来的空域或优先飞行影响，须重新决定',
  ),
  ZONE_ENDED: conflicting('The zone has ended', '该空域已失效'),
  ZONE_OF_PUBLICATION: conflicting(
    'The zone ends with an edition of its publication',
    '该空域随其公布文件的版本更新而失效',
  ),
  ZONE_FILE_NOT_JSON: refused('The file is neither JSON nor KML nor KMZ', '文件不是 JSON、KML 或 KMZ'),
  ZONE_FILE_UNKNOWN: refused('The file holds no list of features', '文件中没有要素列表'),
  ZONE_FILE_NOT_WGS84: refused(
    'The file is in another reference system than WGS-84 or CGCS2000',
    '文件坐标系既非 WGS-84 也非 CGCS2000，请转换后再导入',
  ),
  ZONE_FILE_EMPTY: refused('The file holds no zone', '文件中没有空域'),
  ZONE_FILE_TOO_MANY: refused('The file holds over 10,000 features; divide it', '要素超过 10,000 个，请拆分后再导入'),
  ZONE_FILE_LINKS_ELSEWHERE: refused(
    'Parts of the document are elsewhere; only what is in the file is taken over',
    '文件的部分内容链接到其他位置，无法导入',
  ),
  ZONE_IMPORT_METADATA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not the JSON that is expected',
    zh: 'metadata 部分不是符合要求的 JSON',
  },
  ZONE_IMPORT_FILE_CHANGED: conflicting('This is not the file of the dry run', '该文件与预检时的文件不一致'),
  ZONE_IMPORT_REFUSED: refused(
    '{faultCount} features cannot be taken over; nothing was imported',
    '{faultCount} 个要素无法导入，未导入任何内容',
  ),
  PUBLICATION_EXISTS: conflicting(
    'A publication of this name is in force; import an edition of it',
    '同名的空域公布文件已存在，请导入其新版本',
  ),
  PUBLICATION_ENDED: conflicting('The publication has ended', '该空域公布文件已失效'),
} as const;
