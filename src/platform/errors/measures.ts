/** What there may be too much of in a file, as messages name it. */
const MEASURES = {
  files: '文件数',
  'MB when unpacked': '解压后的总大小（MB）',
  'MB in one file when unpacked': '单个文件解压后的大小（MB）',
  elements: '元素数',
  levels: '嵌套层数',
  rows: '行数',
  columns: '列数',
  texts: '文本数',
  'characters in a cell': '单元格字符数',
} as const;
export type Measure = keyof typeof MEASURES;

/** Details of a refusal for too much: `what` in English, `whatZh` in Chinese. */
export function moreThan(most: number, what: Measure) {
  return { what, whatZh: MEASURES[what], most };
}
