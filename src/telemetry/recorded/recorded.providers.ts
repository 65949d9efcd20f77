import { RecordedRepository } from './recorded.repository.js';
import { RecordedPointRepository } from './recorded-point.repository.js';
import { RecordedStretches } from './recorded-stretches.js';
import { RecordedTracks } from './recorded-tracks.service.js';
import { RecordedVisitRepository } from './recorded-visit.repository.js';
import { RecordingFinisher } from './recording.finisher.js';
import { RecordingReader } from './recording.reader.js';

export const RECORDED_PROVIDERS = [
  RecordedPointRepository,
  RecordedRepository,
  RecordedStretches,
  RecordedTracks,
  RecordedVisitRepository,
  RecordingFinisher,
  RecordingReader,
] as const;
