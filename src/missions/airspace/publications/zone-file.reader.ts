import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { MissionErrors } from '../../missions.errors.js';
import { inTurns } from '../in-turns.js';
import type { ZoneReading } from '../zone-file/zone-draft.js';
import { parseZoneJson, readFeatures } from '../zone-file/zone-file.rules.js';

/** Reads a file of zones, whichever kind it is. */
@Injectable()
export class ZoneFileReader {
  /** @throws ZONE_FILE_… */
  async read(path: string): Promise<ZoneReading> {
    const parsed = parseZoneJson(await readFile(path, 'utf8'));
    if (!parsed.ok) throw MissionErrors[parsed.code]();
    return inTurns(readFeatures(parsed.format, parsed.features));
  }
}
