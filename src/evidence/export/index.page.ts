import type { ExportFrame } from './export.builder.js';
import { type ExhibitBrief, exhibitFolder, isRemoved, originalPath } from './exhibit.types.js';

/** What becomes of these files when somebody clicks on them is not ours to say: their path is shown, not linked. */
const NOT_LINKED = 'ACTIVE_CONTENT';

const STYLE = `
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #16202a; margin: 2rem auto; max-width: 62rem; padding: 0 1rem }
h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.15rem; border-bottom: 1px solid #c8d0d6; margin-top: 2rem }
small, .en { color: #5a6670 } code { font-family: Consolas, Menlo, monospace; font-size: .85em; word-break: break-all }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0 } th { white-space: nowrap; font-weight: normal; color: #5a6670 }
.exhibit { display: grid; grid-template-columns: 14rem 1fr; gap: 1.2rem; padding: 1rem 0; border-bottom: 1px solid #e3e8eb; break-inside: avoid }
.exhibit img { width: 100%; background: #eef1f3 } .none { background: #eef1f3; display: grid; place-items: center; min-height: 8rem; color: #5a6670 }
@media (max-width: 40rem) { .exhibit { grid-template-columns: 1fr } }
@media print { body { margin: 0 } }`;

/** The page that opens by a double click: no program, no network, nothing that the bag does not hold. */
export function indexPage(
  exhibits: readonly ExhibitBrief[],
  { paths, independentTime }: { readonly paths: readonly string[]; readonly independentTime: string },
  { row, caseFile, checkpoint, madeAt }: ExportFrame,
): string {
  const title = `${caseFile.number} ${caseFile.title}`;
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
<h1>${escaped(title)}</h1>
<p>证据移送包 <small>Export of evidence ${escaped(row.id)}</small></p>
<table>
${line('用途 Purpose', escaped(row.purpose))}
${line('制作时间 Made', instant(madeAt.toISOString()))}
${line('申请人 Requested by', escaped(row.requester.name))}
${line('证据数量 Exhibits', String(exhibits.length))}
${line('存证日志 Log', `${checkpoint.size} 条 entries, 根哈希 root <code>${checkpoint.root.toString('hex')}</code>`)}
${line('独立时间 Independent time', escaped(independentTime))}
</table>
<h2>如何核验 <small>How to check</small></h2>
<p>本页仅供浏览，不是证据。核验方法见 <a href="VERIFY.md">VERIFY.md</a>：可用公开工具逐项核验，无需联网，也无需信任制作单位。
<span class="en">This page is for looking only. VERIFY.md tells how to check each file with public tools, offline.</span></p>
${fileLists(paths)}
<h2>证据 <small>Exhibits</small></h2>
${exhibits.map(exhibitSection).join('\n')}
</html>
`;
}

/** Files that concern all exhibits, by what they are. */
const FILE_LISTS = [
  ['文书 Documents', /^data\/documents\/[^/]+$/],
  ['现场笔录 Records made at the place', /^data\/documents\/site-records\//],
  ['地图 Maps', /^data\/maps\//],
  ['量测 Measurements', /^data\/measurements\.json$/],
  ['存证日志 Log', /^data\/log\//],
] as const;

const TITLES: Readonly<Record<string, string>> = {
  'data/documents/list.pdf': '证据清单',
  'data/documents/statement.pdf': '系统说明',
  'data/documents/checklist.pdf': '审查要点',
};

function fileLists(paths: readonly string[]): string {
  const rows = FILE_LISTS.flatMap(([label, pattern]) => {
    const found = paths.filter((path) => pattern.test(path));
    return found.length > 0 ? [line(label, found.map(linkTo).join(' · '))] : [];
  });
  return `<table>\n${rows.join('\n')}\n</table>`;
}

function linkTo(path: string): string {
  return `<a href="${hrefOf(path)}">${escaped(TITLES[path] ?? path.slice(path.lastIndexOf('/') + 1))}</a>`;
}

function hrefOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function exhibitSection(exhibit: ExhibitBrief): string {
  const { number, record, purpose, corroboration, files } = exhibit;
  const folder = exhibitFolder(exhibit);
  const { capturedAt, capturedSource, position, positionSource } = record;
  const picture = files.includes('preview.jpg')
    ? `<img src="${folder}/preview.jpg" alt="${escaped(record.fileName)}" loading="lazy">`
    : `<div class="none">${escaped(record.kind)}</div>`;
  return `<section class="exhibit" id="exhibit-${number}">
<div>${picture}</div>
<div><strong>${number} ${escaped(record.title ?? record.fileName)}</strong>
<table>
${line('原件 Original', originalLink(exhibit))}
${line('用途 Purpose', escaped(purpose ?? '—'))}
${line('拍摄时间 Captured', capturedAt ? `${instant(capturedAt)} <small>来源 as claimed by ${capturedSource}</small>` : '不详 unknown')}
${line('位置 Place', position ? `${position.lat.toFixed(6)}, ${position.lon.toFixed(6)} <small>WGS 84，来源 as claimed by ${positionSource}</small>` : '不详 unknown')}
${line('印证 Corroboration', corroboration ? `${escaped(corroboration.words.zh)} <span class="en">${escaped(corroboration.words.en)}</span>` : '未作 none')}
${line('sha256', `<code>${record.sha256}</code>`)}
${line('sm3', `<code>${record.sm3}</code>`)}
${line('附件 Files', files.map((name) => linkTo(`${folder}/${name}`)).join(' · '))}
</table></div>
</section>`;
}

function originalLink(exhibit: ExhibitBrief): string {
  if (isRemoved(exhibit)) return '已依规定删除，仅移送记录 removed by rule; only its record is given';
  const path = originalPath(exhibit);
  if (exhibit.record.flags.includes(NOT_LINKED))
    return `<code>${escaped(path)}</code> <small>含活动内容，请勿直接打开 active content, do not open</small>`;
  return `<a href="${hrefOf(path)}">${escaped(exhibit.record.fileName)}</a>`;
}

function line(label: string, html: string): string {
  return `<tr><th>${label}</th><td>${html}</td></tr>`;
}

/** In the time of the place, with its zone; and what the record holds. */
function instant(iso: string): string {
  const local = new Date(new Date(iso).getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  return `${local} (UTC+8)`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
