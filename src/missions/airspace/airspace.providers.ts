import { AirspaceJudge } from './deconfliction/airspace-judge.service.js';
import { AirspaceTurns } from './deconfliction/airspace-turns.js';
import { AirspaceZone } from './zones/airspace-zone.entity.js';
import { AirspaceZoneRepository } from './zones/airspace-zone.repository.js';
import { AirspaceZonesController } from './zones/airspace-zones.controller.js';
import { AirspaceZonesService } from './zones/airspace-zones.service.js';
import { DemoZonesSeed } from './zones/demo-zones.seed.js';
import { FlightHit } from './hits/flight-hit.entity.js';
import { FlightHitRepository } from './hits/flight-hit.repository.js';
import { FlightHitsRecorder } from './hits/flight-hits.recorder.js';
import { ZoneArrival } from './hits/zone-arrival.service.js';
import { AirspaceEdition, AirspacePublication } from './publications/airspace-publication.entity.js';
import { AirspacePublicationRepository } from './publications/airspace-publication.repository.js';
import { EditionWriter } from './publications/edition.writer.js';
import { PublicationImport } from './publications/publication-import.service.js';
import { PublicationsController } from './publications/publications.controller.js';
import { PublicationsService } from './publications/publications.service.js';
import { PublishedAreas } from './publications/published-areas.service.js';
import { ZoneFileReader } from './publications/zone-file.reader.js';
import { ZoneKeeper } from './zones/zone-keeper.js';

export const AIRSPACE_PROVIDERS = [
  AirspaceJudge,
  AirspacePublicationRepository,
  AirspaceTurns,
  AirspaceZoneRepository,
  AirspaceZonesService,
  DemoZonesSeed,
  EditionWriter,
  FlightHitRepository,
  FlightHitsRecorder,
  PublicationImport,
  PublicationsService,
  PublishedAreas,
  ZoneArrival,
  ZoneFileReader,
  ZoneKeeper,
];

export const AIRSPACE_ENTITIES = [AirspaceZone, AirspacePublication, AirspaceEdition, FlightHit];

export const AIRSPACE_CONTROLLERS = [AirspaceZonesController, PublicationsController];
