import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readXmlTree, type XmlElement, ZipArchive } from '../archives/index.js';
import { writeDocx } from './docx.writer.js';
import type { Paper } from './paper.js';

const PAPER: Paper = {
  title: '飞行活动申请',
  issuer: '东光县人民检察院',
  number: 'A-1',
  blocks: [
    { kind: 'facts', rows: [{ label: '任务', value: '河道巡查\n两架次' }] },
    { kind: 'heading', text: '空域' },
    { kind: 'table', columns: [{ title: '真高', share: 1 }], rows: [], empty: '无' },
    { kind: 'paragraph', text: '按第二十七条预填', small: true },
    { kind: 'signatures', boxes: [{ role: '经办人', name: '李飞', signature: 'M0 0L9 9' }] },
  ],
  printedAt: new Date('2026-12-31T16:30:00Z'),
  language: 'zh',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docx-'));
});
afterAll(async () => rm(folder, { recursive: true }));

function wordsOf({ text, children }: XmlElement): string[] {
  return [text, ...children.flatMap(wordsOf)].filter((word) => word !== '');
}

function named({ name, attributes, children }: XmlElement, wanted: string): XmlElement['attributes'][] {
  return [...(name === wanted ? [attributes] : []), ...children.flatMap((child) => named(child, wanted))];
}

async function read(banner: string | undefined): Promise<Record<'body' | 'headers' | 'footers' | 'core', string[]>> {
  const path = join(folder, 'paper.docx');
  await writeFile(path, await writeDocx(PAPER, banner));
  const archive = await ZipArchive.open(path, { entries: 100, entryMegabytes: 5 });
  const words = async (name: string) => wordsOf(await readXmlTree(await archive.read(name)));
  try {
    return {
      body: await words('word/document.xml'),
      headers: await words('word/header1.xml'),
      footers: await words('word/footer1.xml'),
      core: await words('docProps/core.xml'),
    };
  } finally {
    archive.close();
  }
}

describe('a paper for a text processor', () => {
  it('holds every block in its order', async () => {
    const { body, footers } = await read(undefined);
    expect(body).toEqual([
      '东光县人民检察院',
      '飞行活动申请',
      'A-1',
      '任务',
      '河道巡查',
      '两架次',
      '空域',
      '真高',
      '无',
      '按第二十七条预填',
      '经办人',
      '李飞',
      '（已签名）',
    ]);
    expect(footers.join('')).toContain('2027-01-01 00:30');
  });

  it('says on every page that it is a demonstration, and only then', async () => {
    expect((await read('DEMONSTRATION / 演示数据')).headers).toEqual(['DEMONSTRATION / 演示数据']);
    expect((await read(undefined)).headers).toEqual([]);
  });

  it('names the service as its maker and nobody else', async () => {
    const { core } = await read(undefined);
    expect(core).toContain('Skydocket');
    expect(core.filter((word) => word === 'Un-named')).toEqual([]);
  });

  it('gives every column a width of its own, in the grid as in the cells, and the text its language', async () => {
    const path = join(folder, 'widths.docx');
    await writeFile(path, await writeDocx(PAPER, undefined));
    const archive = await ZipArchive.open(path, { entries: 100, entryMegabytes: 5 });
    const document = await readXmlTree(await archive.read('word/document.xml'));
    const styles = await readXmlTree(await archive.read('word/styles.xml'));
    archive.close();
    expect(named(document, 'gridCol').map((column) => Number(column['w:w']))).toEqual([
      2_256, 6_769, 9_026, 3_008, 2_005, 2_005, 2_005,
    ]);
    expect(new Set(named(document, 'tcW').map((cell) => cell['w:type']))).toEqual(new Set(['dxa']));
    expect(named(styles, 'lang')).toContainEqual(expect.objectContaining({ 'w:val': 'zh-CN', 'w:eastAsia': 'zh-CN' }));
  });
});
