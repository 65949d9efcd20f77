import { createHash } from 'node:crypto';
import type { ScannedRow } from './label.repository.js';

/** What the page behind a label's code shows. It tells the finder nothing about owner, place or holder. */
export interface ScanView {
  readonly device: ScannedRow | undefined;
  /** A label of ours that belongs to nothing yet. */
  readonly isBlank: boolean;
  /** WeChat's own browser keeps no log-in and opens no camera. */
  readonly inWeChat: boolean;
  readonly banner: string | undefined;
}

const STYLE = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 17px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; background: #f4f1ea; color: #22303c; }
main { max-width: 26rem; padding: 2rem; }
h1 { font-size: 2rem; margin: .2rem 0; overflow-wrap: anywhere; }
.mark { display: inline-block; margin: 0; padding: .1rem .7rem; background: #b3261e; color: #fff; border-radius: .3rem; }
.hint { padding: .8rem 1rem; background: #fff3cd; border-radius: .4rem; }
.open { display: inline-block; padding: .7rem 1.4rem; background: #0b5c8a; color: #fff; border-radius: .4rem; text-decoration: none; }
`;

/** Nothing but this style and links back to us. */
export const SCAN_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function scanPage({ device, isBlank, inWeChat, banner }: ScanView): string {
  const mark = banner ? `<p class="mark">${escaped(banner)}</p>` : '';
  const hint = inWeChat
    ? `<p class="hint">请点右上角“···”，选择“在浏览器打开”。<br>Tap “···” at the top right and open this page in the browser.</p>`
    : '';
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Skydocket 天证</title><style>${STYLE}</style></head>
<body><main>${mark}${device ? known(device) : isBlank ? BLANK : UNKNOWN}${hint}
<p><a class="open" href="/">打开天证 / Open Skydocket</a></p></main></body></html>
`;
}

function known({ assetCode, nameZh, nameEn }: ScannedRow): string {
  return `<h1>${escaped(assetCode)}</h1>
<p>${escaped(nameZh)} / ${escaped(nameEn)}</p>
<p>检察机关公益诉讼办案设备。办理借出、归还请登录天证并扫描此码；拾获请交还就近的人民检察院。<br>
Equipment of the procuratorate. Sign in to Skydocket and scan this code to check it out or hand it back; if found, please hand it in at the nearest procuratorate.</p>`;
}

const UNKNOWN = `<h1>未登记 / Not registered</h1>
<p>没有登记此编号的设备。<br>No device is registered under this code.</p>`;

const BLANK = `<h1>标签待认领 / Not in use yet</h1>
<p>此标签尚未绑定设备。请登录天证，在设备页面扫描此码认领。<br>
No device wears this label yet. Sign in to Skydocket and claim it on the page of the device.</p>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
