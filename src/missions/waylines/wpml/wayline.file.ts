import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { readXmlTree, recogniseMediaType, ZipArchive } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { type ReadWayline, readWayline } from './wpml.reader.js';

const LIMITS = { entries: 500, entryMegabytes: 32, totalMegabytes: 128 };
const MOST_ELEMENTS = 500_000;

const TEMPLATE = 'template.kml';
const WAYLINES = 'waylines.wpml';

/** What somebody brought in as a wayline. */
export interface WaylineUpload {
  readonly path: string;
  /** Its first bytes. */
  readonly head: Buffer;
  /** `template.kml` where it came beside its `waylines.wpml`. */
  readonly template?: string | undefined;
}

/**
 * The wayline of a KMZ, or of the two documents side by side.
 * @throws WAYLINE_…, ARCHIVE_…, XML_…; nothing is unpacked that is not a document of the wayline
 */
export async function readUpload({ path, head, template }: WaylineUpload): Promise<ReadWayline> {
  const mediaType = recogniseMediaType(head);
  if (mediaType === 'application/zip') return readKmz(path);
  if (mediaType !== 'application/xml' && mediaType !== 'application/vnd.google-earth.kml+xml')
    throw MissionErrors.WAYLINE_FILE_REFUSED({ mediaType });
  if (template === undefined) throw MissionErrors.WAYLINE_PART_MISSING({ part: TEMPLATE });
  return readWayline({
    template: await readXmlTree(Readable.from([Buffer.from(template)]), MOST_ELEMENTS),
    waylines: await readXmlTree(createReadStream(path), MOST_ELEMENTS),
  });
}

export async function readKmz(path: string): Promise<ReadWayline> {
  const archive = await ZipArchive.open(path, LIMITS);
  try {
    const document = async (part: string) => readXmlTree(await archive.read(partIn(archive, part)), MOST_ELEMENTS);
    const read = readWayline({ template: await document(TEMPLATE), waylines: await document(WAYLINES) });
    return { ...read, resources: archive.names.filter(isResource).length };
  } finally {
    archive.close();
  }
}

/** What lies beside the documents, such as terrain and pictures: it is not read and not carried on. */
function isResource(name: string): boolean {
  const parts = name.toLowerCase().split('/');
  return parts.slice(0, -1).includes('res') && parts.at(-1) !== '';
}

/** The documents lie in `wpmz/`, at the top, or in a folder that somebody packed as a whole. */
function partIn(archive: ZipArchive, part: string): string {
  const found = archive.names.filter((name) => name.split('/').at(-1)?.toLowerCase() === part);
  const nearest = found.toSorted((a, b) => a.split('/').length - b.split('/').length)[0];
  if (nearest === undefined) throw MissionErrors.WAYLINE_PART_MISSING({ part });
  return nearest;
}
