import { Sample, SampleHandOver, SamplePhoto, SamplePortion, SampleSeal } from './sample.entity.js';
import { SampleDesk } from './sample-desk.service.js';
import { SampleHandOvers } from './sample-hand-overs.service.js';
import { SamplePeople } from './sample-people.service.js';
import { SamplePhotoSight } from './sample-photo.sight.js';
import { SampleRepository } from './sample.repository.js';
import { SamplesController } from './samples.controller.js';
import { SamplesService } from './samples.service.js';
import { Sampling } from './sampling.service.js';

export const SAMPLE_ENTITIES = [Sample, SamplePortion, SampleSeal, SampleHandOver, SamplePhoto];

export const SAMPLE_CONTROLLERS = [SamplesController];

export const SAMPLE_PROVIDERS = [
  SampleRepository,
  SamplePeople,
  Sampling,
  SampleHandOvers,
  SampleDesk,
  SamplesService,
  SamplePhotoSight,
];
