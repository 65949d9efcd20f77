import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether poppler's tools are installed; tests that read a PDF with them are skipped where they are not. */
export const HAS_POPPLER = spawnSync('pdftotext', ['-v']).error === undefined;

/** What a reader finds in a PDF, in the order of the page. */
export function textOf(pdf: Buffer): string {
  return withFile(pdf, (file) => execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));
}

/** One line a font: its name, and whether it is embedded and a subset. */
export function fontsOf(pdf: Buffer): string[] {
  const table = withFile(pdf, (file) => execFileSync('pdffonts', [file], { encoding: 'utf8' }));
  return table.trim().split('\n').slice(2);
}

/** Title, maker, page count and the like. */
export function infoOf(pdf: Buffer): string {
  return withFile(pdf, (file) => execFileSync('pdfinfo', [file], { encoding: 'utf8' }));
}

/** A page, counted from 1, as PNG. */
export function pictureOf(pdf: Buffer, page: number, dotsPerInch = 110): Buffer {
  return withFile(pdf, (file, folder) => {
    const options = ['-png', '-singlefile', '-r', String(dotsPerInch), '-f', String(page)];
    execFileSync('pdftoppm', [...options, file, join(folder, 'page')]);
    return readFileSync(join(folder, 'page.png'));
  });
}

function withFile<T>(pdf: Buffer, read: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'skydocket-pdf-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, pdf);
    return read(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
