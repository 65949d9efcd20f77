import { Global, Module } from '@nestjs/common';
import { UPLOADED_OBJECTS } from '../missions/index.js';
import { UploadedByPeople } from './objects/uploaded-by-people.service.js';
import { TelemetryModule } from './telemetry.module.js';

/** Answers the port that missions, a room to the left, asks for what controllers have uploaded. */
@Global()
@Module({
  imports: [TelemetryModule],
  providers: [UploadedByPeople, { provide: UPLOADED_OBJECTS, useExisting: UploadedByPeople }],
  exports: [UPLOADED_OBJECTS],
})
export class UploadedWaylinesModule {}
