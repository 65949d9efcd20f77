import type { ErrorEntry } from '../platform/index.js';

/** Refusals of whatever asks where things are: the search, layers, measurements. */
export const GROUND_REFUSALS = {
  SEARCH_AREA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The area to look in is no shape ({reason})',
    zh: '检索范围不是有效的图形（{reason}）',
  },
  HISTOGRAM_TOO_FINE: {
    status: 422,
    level: 'info',
    en: 'That makes more than {most} buckets; take wider ones or a shorter period',
    zh: '分组超过 {most} 个，请放宽时间粒度或缩短时段',
  },
  CLUSTERS_TOO_FINE: {
    status: 422,
    level: 'info',
    en: 'The box has more than {most} cells at this zoom; take a smaller box or a lower zoom',
    zh: '该缩放级别下网格超过 {most} 个，请缩小范围或降低缩放级别',
  },
  LAYER_METADATA_INVALID: {
    status: 400,
    level: 'info',
    en: 'The part metadata is not well formed',
    zh: 'metadata 格式不正确',
  },
  LAYER_VERSION_EXISTS: {
    status: 409,
    level: 'info',
    en: 'The layer {code} already has a version {version}',
    zh: '图层 {code} 已有版本 {version}',
  },
  LAYER_FILE_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'The file is neither GeoJSON, nor a GeoPackage, nor a Shapefile in a ZIP',
    zh: '文件不是 GeoJSON、GeoPackage 或 ZIP 打包的 Shapefile',
  },
  LAYER_FILE_UNREADABLE: {
    status: 422,
    level: 'info',
    en: 'The file cannot be read ({reason})',
    zh: '文件无法读取（{reason}）',
  },
  LAYER_FILE_EMPTY: { status: 422, level: 'info', en: 'The file has no area', zh: '文件中没有面要素' },
  LAYER_FILE_TOO_LARGE: {
    status: 422,
    level: 'info',
    en: 'The file has more than {most} {what}',
    zh: '文件超过上限：{whatZh}最多 {most}',
  },
  LAYER_FILE_AMBIGUOUS: {
    status: 422,
    level: 'info',
    en: 'The file has several sets of areas ({names}); bring in one',
    zh: '文件中有多组面要素（{names}），请只导入一组',
  },
  LAYER_CRS_UNKNOWN: {
    status: 422,
    level: 'info',
    en: 'The coordinates cannot be taken over to WGS-84 ({crs})',
    zh: '坐标系无法换算到 WGS-84（{crs}）',
  },
  LAYER_FEATURE_INVALID: {
    status: 422,
    level: 'info',
    en: 'Feature {number} is no area one can judge by ({reason}); {faults} features are faulty',
    zh: '第 {number} 个要素不是有效的面（{reason}）；共 {faults} 个要素有误',
  },
  MEASUREMENT_SHAPE_INVALID: {
    status: 400,
    level: 'info',
    en: 'The shape cannot be measured ({reason})',
    zh: '图形无法量测（{reason}）',
  },
  HEIGHT_REFERENCES_DIFFER: {
    status: 422,
    level: 'info',
    en: 'The two heights stand over different zero levels ({from}, {to}): their difference says nothing',
    zh: '两个高程的基准不同（{from}、{to}），其差值没有意义',
  },
  SURFACE_UNREADABLE: {
    status: 422,
    level: 'info',
    en: 'The surface cannot be read ({reason})',
    zh: '表面模型无法读取（{reason}）',
  },
  SURFACE_REFUSED: {
    status: 422,
    level: 'info',
    en: 'Nothing can be measured on the surface ({reason})',
    zh: '无法在该表面模型上量测（{reason}）',
  },
  TILES_NONE: {
    status: 404,
    level: 'info',
    en: 'This item cannot be shown as a layer of a map ({reason})',
    zh: '该证据无法作为地图图层显示（{reason}）',
  },
  TILES_NOT_READY: {
    status: 503,
    level: 'info',
    retryable: true,
    en: 'The picture is being made ready for the map',
    zh: '影像正在准备，请稍后再试',
  },
} as const satisfies Record<string, ErrorEntry>;
