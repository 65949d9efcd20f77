import { FlightPhotos } from './drawing/flight-photos.service.js';
import { FlightWayline } from './flight-wayline.entity.js';
import { FlightWaylineRepository } from './flight-wayline.repository.js';
import { WaylineExports } from './wayline-exports.service.js';
import { WaylineFlights } from './wayline-flights.service.js';
import { WaylineImports } from './wayline-imports.service.js';
import { WaylineIntake } from './wayline.intake.js';
import { WaylineReviews } from './wayline-reviews.service.js';
import { WaylinesController } from './waylines.controller.js';

export const WAYLINE_ENTITIES = [FlightWayline];

export const WAYLINE_CONTROLLERS = [WaylinesController];

export const WAYLINE_PROVIDERS = [
  FlightPhotos,
  FlightWaylineRepository,
  WaylineFlights,
  WaylineImports,
  WaylineExports,
  WaylineIntake,
  WaylineReviews,
];
