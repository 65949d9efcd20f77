import { AddressHolders, WaylineAddresses } from './files/wayline-addresses.service.js';
import { WaylineBytes } from './files/wayline-bytes.service.js';
import { WaylineFilesController } from './files/wayline-files.controller.js';
import { LibraryRepository } from './library/library.repository.js';
import { PilotWaylineUploads, UploadedKmz } from './library/pilot-wayline-uploads.service.js';
import { PilotWaylinesController } from './library/pilot-waylines.controller.js';
import { PilotWaylines } from './library/pilot-waylines.service.js';
import { FlightPhotos } from './drawing/flight-photos.service.js';
import { FlightTasks } from './tasks/flight-tasks.service.js';
import { FlightWayline } from './flight-wayline.entity.js';
import { FlightWaylineRepository } from './flight-wayline.repository.js';
import { WaylineExports } from './wayline-exports.service.js';
import { WaylineFlights } from './wayline-flights.service.js';
import { WaylineImports } from './wayline-imports.service.js';
import { WaylineIntake } from './wayline.intake.js';
import { WaylineReviews } from './wayline-reviews.service.js';
import { WaylinesController } from './waylines.controller.js';

export const WAYLINE_ENTITIES = [FlightWayline];

export const WAYLINE_CONTROLLERS = [WaylinesController, PilotWaylinesController, WaylineFilesController];

export const WAYLINE_PROVIDERS = [
  AddressHolders,
  FlightPhotos,
  FlightTasks,
  LibraryRepository,
  PilotWaylines,
  PilotWaylineUploads,
  UploadedKmz,
  WaylineAddresses,
  WaylineBytes,
  FlightWaylineRepository,
  WaylineFlights,
  WaylineImports,
  WaylineExports,
  WaylineIntake,
  WaylineReviews,
];
