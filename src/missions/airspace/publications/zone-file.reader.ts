import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { readXmlTree, ZipArchive } from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { inTurns } from '../deconfliction/in-turns.js';
import { plainZones } from '../zone-file/geojson-zones.rules.js';
import { kmlFeatures, linksElsewhere } from '../zone-file/kml.rules.js';
import type { ZoneReading } from '../zone-file/zone-draft.js';
import { MOST_FEATURES, parseZoneJson, readFeatures, readZones } from '../zone-file/zone-file.rules.js';

const KMZ_LIMITS = { entries: 500, entryMegabytes: 20, totalMegabytes: 100 };
const HEAD_BYTES = 64;

/** Reads a file of zones, told apart by how it begins. */
@Injectable()
export class ZoneFileReader {
  /** @throws ZONE_FILE_…, ARCHIVE_…, XML_… */
  async read(path: string): Promise<ZoneReading> {
    const head = await headOf(path);
    if (head.startsWith('PK')) return this.readKmz(path);
    if (
      head
        .replace(/^\uFEFF/, '')
        .trimStart()
        .startsWith('<')
    )
      return readKml('kml', createReadStream(path));
    const parsed = parseZoneJson(await readFile(path, 'utf8'));
    if (!parsed.ok) throw MissionErrors[parsed.code]();
    return inTurns(readFeatures(parsed.format, parsed.features));
  }

  /** The first document of the archive is the one that counts (OGC KML 2.3, annex C). */
  private async readKmz(path: string): Promise<ZoneReading> {
    const archive = await ZipArchive.open(path, KMZ_LIMITS);
    try {
      const name = archive.names.find((entry) => entry.toLowerCase().endsWith('.kml'));
      if (name === undefined) throw MissionErrors.ZONE_FILE_UNKNOWN();
      return await readKml('kmz', await archive.read(name));
    } finally {
      archive.close();
    }
  }
}

async function readKml(format: 'kml' | 'kmz', stream: Readable): Promise<ZoneReading> {
  const root = await readXmlTree(stream);
  if (linksElsewhere(root)) throw MissionErrors.ZONE_FILE_LINKS_ELSEWHERE();
  const features = kmlFeatures(root);
  if (features.length === 0) throw MissionErrors.ZONE_FILE_EMPTY();
  if (features.length > MOST_FEATURES) throw MissionErrors.ZONE_FILE_TOO_MANY();
  return inTurns(readZones(format, features, plainZones));
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
