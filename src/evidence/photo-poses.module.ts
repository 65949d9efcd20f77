import { Global, Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { PHOTO_POSES } from '../missions/index.js';
import { EvidenceRepository } from './items/evidence.repository.js';
import { FlightPhotoPoses } from './items/flight-photo-poses.service.js';

/** Answers the port that missions, a room to the left, asks for how cameras stood on a flight. */
@Global()
@Module({
  imports: [IdentityModule],
  providers: [EvidenceRepository, FlightPhotoPoses, { provide: PHOTO_POSES, useExisting: FlightPhotoPoses }],
  exports: [PHOTO_POSES],
})
export class PhotoPosesModule {}
