import { type Block, type Fact, type Glyphs, millimetres, type Paper } from '../../../platform/index.js';
import { sketchFigure } from '../../site-records/papers/sketch.figure.js';
import type { ExportFrame } from '../export.builder.js';
import type { Exhibit, ExhibitPlace } from '../exhibit.types.js';
import { exhibitSketch, sketchCaption } from './exhibit.sketch.js';
import { chinaInstantText, INDEPENDENCE_WORDS, KIND_WORDS, VERDICT_WORDS } from './paper.words.js';

const PICTURE = { width: millimetres(110), height: millimetres(75) } as const;

/** What the sheet of an exhibit shows beside its record. */
export interface ExhibitPictures {
  /** JPEG. */
  readonly preview: Buffer | null;
  readonly places: readonly ExhibitPlace[];
  readonly glyphs: Glyphs;
}

/** One sheet an exhibit: what it is, where and when it claims to be from, what that was held against. */
export function exhibitPaper(
  exhibit: Exhibit,
  { caseFile, madeAt }: ExportFrame,
  { preview, places, glyphs }: ExhibitPictures,
): Paper {
  const { number, record, corroboration } = exhibit;
  return {
    title: `证据 ${number}`,
    number: caseFile.number,
    language: 'zh',
    printedAt: madeAt,
    blocks: [
      { kind: 'facts', rows: [...whatItIs(exhibit), ...whereAndWhen(exhibit)] },
      ...pictureOf(preview),
      ...mapOf(exhibit, places, glyphs),
      { kind: 'heading', text: '印证' },
      { kind: 'paragraph', text: corroboration?.words.zh ?? '未与其他记录比对。' },
      {
        kind: 'table',
        columns: [
          { title: '结论', share: 1.2 },
          { title: '说明', share: 6 },
          { title: '对照来源', share: 2.4 },
        ],
        rows: (corroboration?.checks ?? []).map(({ verdict, words, independence }) => [
          VERDICT_WORDS[verdict],
          words.zh,
          INDEPENDENCE_WORDS[independence],
        ]),
        empty: '无',
      },
      { kind: 'paragraph', text: `异常标记：${record.flags.join('、') || '无'}`, small: true },
    ],
  };
}

function pictureOf(preview: Buffer | null): Block[] {
  if (!preview) return [];
  const marks = [{ kind: 'image', bytes: preview, box: { x: 0, y: 0, ...PICTURE } }] as const;
  return [{ kind: 'figure', ...PICTURE, marks, caption: '预览图，仅供浏览；证据为原件。' }];
}

function mapOf(exhibit: Exhibit, places: readonly ExhibitPlace[], glyphs: Glyphs): Block[] {
  const sketch = exhibitSketch(exhibit, places);
  return sketch ? [sketchFigure(sketch, sketchCaption(exhibit), glyphs)] : [];
}

function whatItIs({ record, purpose }: Exhibit): Fact[] {
  const collectors = record.collectors.map(({ name }) => name).join('、');
  return [
    { label: '名称', value: record.title ?? record.fileName },
    { label: '类别、格式', value: `${KIND_WORDS[record.kind]}，${record.mediaType}，${record.size} 字节` },
    { label: '证明目的', value: purpose ?? '—' },
    { label: '取证人', value: collectors || '未记载' },
    { label: '接收', value: `${chinaInstantText(record.receivedAt)}，${record.uploadedBy.name}` },
    { label: 'sha256', value: record.sha256 },
    { label: 'sm3', value: record.sm3 },
    { label: '存证日志', value: logWords(record.log) },
  ];
}

function whereAndWhen({ record }: Exhibit): Fact[] {
  const { capturedAt, capturedSource, position, positionSource, place } = record;
  const where =
    position && `纬度 ${position.lat.toFixed(6)}，经度 ${position.lon.toFixed(6)}（WGS 84，来源 ${positionSource}）`;
  return [
    { label: '拍摄时间', value: capturedAt ? `${chinaInstantText(capturedAt)}，来源 ${capturedSource}` : '不详' },
    { label: '拍摄位置', value: where ?? '不详' },
    { label: '地名', value: place?.inWords?.zh ?? place?.county ?? '不详' },
  ];
}

function logWords(entries: Exhibit['record']['log']): string {
  return entries.map(({ entry, index }) => `${entry} 第 ${index} 条`).join('，') || '尚未入日志';
}
