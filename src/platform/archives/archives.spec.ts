import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { childOf, childrenOf, readXmlTree, writeXml, ZipArchive, zipped } from './index.js';

const LIMITS = { entries: 10, entryMegabytes: 1, totalMegabytes: 3 };
const AT = new Date('2026-03-01T00:00:00Z');

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function opened(bytes: Buffer, limits = LIMITS): Promise<ZipArchive> {
  const path = join(folder, `${(count += 1)}.zip`);
  await writeFile(path, bytes);
  return ZipArchive.open(path, limits);
}

/** The same archive with a name of the same length in place of another, in both of its directories. */
function renamed(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

/** Changes a field of the first entry of the central directory. */
function patched(bytes: Buffer, at: number, change: (field: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy.subarray(copy.indexOf(Buffer.from('504b0102', 'hex')) + at));
  return copy;
}

const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_048_576);
const code = (name: string) => expect.objectContaining({ code: name });

describe('a ZIP archive', () => {
  it('is read file by file, whatever the case of a name, and folders are none', async () => {
    const zip = new ZipFile();
    zip.addEmptyDirectory('wpmz/res');
    zip.addBuffer(Buffer.from('one'), 'wpmz/Template.kml');
    zip.addBuffer(Buffer.from('two'), 'b.txt');
    zip.end();
    const archive = await opened(await buffer(zip.outputStream as Readable));
    expect(archive.names).toEqual(['wpmz/Template.kml', 'b.txt']);
    expect(await text(await archive.read('WPMZ/template.kml'))).toBe('one');
    await expect(archive.read('c.txt')).rejects.toEqual(code('ARCHIVE_PART_MISSING'));
    archive.close();
  });

  it('may have dates that no calendar has', async () => {
    const bytes = patched(await zipped({ a: 'one' }, AT), 12, (field) => field.writeUInt32LE(0));
    const archive = await opened(bytes);
    expect(await text(await archive.read('a'))).toBe('one');
    archive.close();
  });

  it.each(['../a', '/a/b', 'C:/b', 'a\\..\\..\\b', 'a/../../b', 'a\nb'])('is refused for the name %j', async (name) => {
    const harmless = 'x'.repeat(name.length);
    const bytes = renamed(await zipped({ [harmless]: 'content' }, AT), harmless, name);
    await expect(opened(bytes)).rejects.toEqual(code('ARCHIVE_PATH_ESCAPES'));
  });

  it('is opened leniently with its bad names listed beside the good ones', async () => {
    const bytes = renamed(await zipped({ xxxx: '1', 'a.kml': '2', 'A.KML': '3' }, AT), 'xxxx', '../a');
    const path = join(folder, 'lenient.zip');
    await writeFile(path, bytes);
    const archive = await ZipArchive.openLeniently(path, LIMITS);
    expect(archive.refused.map(({ name, refusal }) => [name, refusal.code])).toEqual([
      ['../a', 'ARCHIVE_PATH_ESCAPES'],
      ['A.KML', 'ARCHIVE_NAME_TWICE'],
    ]);
    expect(archive.listed).toMatchObject([{ name: 'a.kml', sizeBytes: 1 }]);
    expect(await text(await archive.read('a.kml'))).toBe('2');
    archive.close();
    await writeFile(path, await zipped(Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`${n}`, 'x'])), AT));
    await expect(ZipArchive.openLeniently(path, LIMITS)).rejects.toEqual(code('ARCHIVE_TOO_LARGE'));
  });

  it('is refused for a name that comes twice, whatever its case', async () => {
    await expect(opened(await zipped({ 'a.kml': '1', 'A.KML': '2' }, AT))).rejects.toEqual(code('ARCHIVE_NAME_TWICE'));
  });

  it('is refused for a link', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('/etc/passwd'), 'a', { mode: 0o120777 });
    zip.end();
    const bytes = await buffer(zip.outputStream as Readable);
    await expect(opened(bytes)).rejects.toEqual(code('ARCHIVE_ENTRY_REFUSED'));
  });

  it('is refused where a file has a password', async () => {
    const bytes = patched(await zipped({ a: 'one' }, AT), 8, (field) => field.writeUInt16LE(1));
    const archive = await opened(bytes);
    await expect(archive.read('a')).rejects.toEqual(code('ARCHIVE_ENTRY_REFUSED'));
    archive.close();
  });

  it('is refused before anything is unpacked when it would become too much', async () => {
    const bomb = await zipped({ a: zeros(2), b: zeros(2) }, AT);
    expect(bomb.length).toBeLessThan(10_000);
    await expect(opened(bomb)).rejects.toEqual(code('ARCHIVE_TOO_LARGE'));
    const one = await opened(await zipped({ a: zeros(2) }, AT));
    await expect(one.read('a')).rejects.toEqual(code('ARCHIVE_TOO_LARGE'));
    one.close();
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`f${i}`, '']));
    await expect(opened(await zipped(many, AT))).rejects.toEqual(code('ARCHIVE_TOO_LARGE'));
  });

  it('unpacks no more than its directory says', async () => {
    const bytes = patched(await zipped({ a: zeros(2) }, AT), 24, (field) => field.writeUInt32LE(1_000));
    const archive = await opened(bytes);
    let unpacked = 0;
    const drain = async () => {
      for await (const piece of (await archive.read('a')) as AsyncIterable<Buffer>) unpacked += piece.length;
    };
    await expect(drain()).rejects.toThrow(/too many bytes/);
    expect(unpacked).toBeLessThanOrEqual(1_000);
    archive.close();
  });

  it.each([
    ['half of one', async () => (await zipped({ a: 'one' }, AT)).subarray(0, 30)],
    ['something else', async () => Buffer.from('<kml/>')],
    ['nothing', async () => Buffer.alloc(0)],
  ])('is refused when it is %s', async (_, make) => {
    await expect(opened(await make())).rejects.toEqual(code('ARCHIVE_UNREADABLE'));
  });
});

const tree = (xml: string | Buffer) => readXmlTree(Readable.from([Buffer.from(xml)]));

describe('an XML document', () => {
  it('becomes a tree by local names', async () => {
    const document = await tree('<k:kml xmlns:k="x"><w:a b="1"> one <!-- --><c/><![CDATA[<two>]]></w:a><a/></k:kml>');
    expect(document.name).toBe('kml');
    expect(childOf(document, 'a')).toMatchObject({ attributes: { b: '1' }, text: 'one <two>' });
    expect(childrenOf(document, 'a')).toHaveLength(2);
  });

  it.each([
    ['a document type', '<!DOCTYPE kml><kml/>', 'XML_DOCTYPE_REFUSED'],
    [
      'entities that multiply',
      '<!DOCTYPE k [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><k>&b;</k>',
      'XML_DOCTYPE_REFUSED',
    ],
    ['a foreign entity', '<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><k>&x;</k>', 'XML_DOCTYPE_REFUSED'],
    ['an entity nobody declared', '<k>&x;</k>', 'XML_UNREADABLE'],
    ['an element left open', '<k><a></k>', 'XML_UNREADABLE'],
    ['nothing', '', 'XML_UNREADABLE'],
    ['text alone', 'hello', 'XML_UNREADABLE'],
    ['bytes that are not UTF-8', Buffer.from('3c6b3ed7ca3c2f6b3e', 'hex'), 'XML_UNREADABLE'],
    ['levels without end', '<a>'.repeat(200) + '</a>'.repeat(200), 'XML_TOO_LARGE'],
  ])('is refused with %s', async (_, xml, refusal) => {
    await expect(tree(xml)).rejects.toEqual(code(refusal));
  });

  it('is refused with more elements than are asked for', async () => {
    const xml = Readable.from([Buffer.from(`<k>${'<a/>'.repeat(10)}</k>`)]);
    await expect(readXmlTree(xml, 10)).rejects.toEqual(code('XML_TOO_LARGE'));
  });

  it('comes back as it was written, whatever the texts are', async () => {
    const sign = fc.constantFrom('a', '证', '<', '>', '&', '"', "'", ']]>', '🚁', '\u0007', '\ud800', ' ');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: sign }), fc.string({ unit: sign }), async (content, mark) => {
        const written = writeXml({ name: 'w:k', attributes: { mark }, content: [{ name: 'a', content }] });
        const read = await tree(written);
        const kept = (value: string) => value.replaceAll('\u0007', '').replaceAll('\ud800', '');
        expect(read.attributes['mark']).toBe(kept(mark));
        expect(childOf(read, 'a')?.text).toBe(kept(content).trim());
      }),
    );
  });
});
