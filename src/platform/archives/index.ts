export { ArchiveErrors } from './archive.errors.js';
export { entryNameFault } from './entry-name.rules.js';
export { heard, hear } from './xml.reader.js';
export type { XmlAttributes, XmlListener } from './xml.reader.js';
export { childOf, childrenOf, readXmlTree } from './xml.tree.js';
export type { XmlElement } from './xml.tree.js';
export { writeXml, xmlText } from './xml.writer.js';
export type { XmlDraft } from './xml.writer.js';
export { ZipArchive } from './zip.archive.js';
export { ZipFileWriter } from './zip.file-writer.js';
export type { ArchiveEntry, ArchiveLimits, RefusedEntry } from './zip.archive.js';
export { stored, zipped } from './zip.writer.js';

/** Codes that every route which unpacks a ZIP file or reads XML should be ready to answer. */
export const ARCHIVE_ERRORS = [
  'ARCHIVE_UNREADABLE',
  'ARCHIVE_TOO_LARGE',
  'ARCHIVE_PATH_ESCAPES',
  'ARCHIVE_NAME_TWICE',
  'ARCHIVE_ENTRY_REFUSED',
  'XML_UNREADABLE',
  'XML_DOCTYPE_REFUSED',
  'XML_TOO_LARGE',
] as const;
