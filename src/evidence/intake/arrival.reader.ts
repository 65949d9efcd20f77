import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Place, Places } from '../../identity/index.js';
import {
  Clock,
  type Digests,
  readTail,
  type ReceivedFile,
  recogniseMediaType,
  safeFileName,
} from '../../platform/index.js';
import { firstSubtitle, recogniseRecording, type RecordingKind } from '../../telemetry/index.js';
import type { EvidenceFlag, EvidenceKind } from '../evidence.codes.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { type FilmFile, withFilm } from '../films/film-claims.rules.js';
import { FilmTools } from '../films/film.tools.js';
import { withSubtitles } from '../films/subtitle-claims.rules.js';
import type { MetadataClaims } from '../metadata/claim.types.js';
import { judgeMetadata, judgeOutcome } from '../metadata/claims.rules.js';
import { MetadataReader } from '../metadata/metadata.reader.js';
import { NO_TAGS, type RawTags } from '../metadata/raw-tags.js';
import { admit } from '../type-table.js';
import { hasSecondForm, TAIL_BYTES } from './second-form.rules.js';
import { withAcquisition } from './acquired.rules.js';
import type { UploadInput } from './upload.schemas.js';

/** A file, and all that can be said of it without asking anybody. */
export interface Arrival {
  readonly input: UploadInput;
  readonly digests: Digests;
  readonly mediaType: string;
  readonly fileName: string;
  readonly claims: MetadataClaims;
  readonly tags: RawTags | null;
  readonly place: Place | null;
  /** The track that it may hold, by its bytes; `unknown` for what is declared a track and is of no known form. */
  readonly recording: RecordingKind | null;
  readonly flags: readonly EvidenceFlag[];
  readonly receivedAt: Date;
}

/** A received file; null for its path where its bytes lie elsewhere: then only its beginning is looked at. */
export type Arriving = Omit<ReceivedFile, 'path'> & { readonly path: string | null };

/** Looks at a received file: its type by its bytes, its metadata in a worker with a time limit, its place on the map. */
@Injectable()
export class ArrivalReader implements OnApplicationShutdown {
  private readonly metadata = new MetadataReader();

  constructor(
    private readonly places: Places,
    private readonly clock: Clock,
    private readonly films: FilmTools,
  ) {}

  /** @throws EVIDENCE_EMPTY, EVIDENCE_KIND_MISMATCH */
  async read({ path, fileName, digests, head }: Arriving, input: UploadInput): Promise<Arrival> {
    if (digests.sizeBytes === 0) throw EvidenceErrors.EVIDENCE_EMPTY();
    const mediaType = recogniseMediaType(head);
    const admission = admit(input.kind, mediaType);
    if (!admission.admitted) {
      const { admittedKinds } = admission;
      throw EvidenceErrors.EVIDENCE_KIND_MISMATCH({ mediaType, kind: input.kind, admittedKinds });
    }
    const receivedAt = this.clock.now();
    const name = safeFileName(fileName);
    const { claims: said, tags } = await this.claimsOf(path, mediaType, { fileName: name.name, receivedAt });
    const recording = recordingIn(input.kind, head, digests.sizeBytes);
    const begun = recording === 'srt' ? firstSubtitle(head, receivedAt) : null;
    const claims = withSubtitles(withAcquisition(said, input.acquiredAt), begun);
    const found: EvidenceFlag[] = name.cleaned ? ['FILE_NAME_CLEANED'] : [];
    if (path !== null && isPicture(mediaType) && hasSecondForm(head, await readTail(path, TAIL_BYTES)))
      found.push('SECOND_FORM');
    return {
      input,
      digests,
      mediaType,
      fileName: name.name,
      claims,
      tags,
      place: claims.position && this.places.of(claims.position.claim),
      recording,
      flags: [...admission.flags, ...claims.flags, ...found],
      receivedAt,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.metadata.close();
  }

  private async claimsOf(
    path: string | null,
    mediaType: string,
    file: FilmFile,
  ): Promise<Pick<Arrival, 'claims' | 'tags'>> {
    const { receivedAt } = file;
    if (path === null || !isPicture(mediaType)) {
      const nothing = judgeMetadata(NO_TAGS, receivedAt);
      const film = path !== null && this.films.reads(mediaType) ? await this.films.probe(path, mediaType) : undefined;
      return { claims: film ? withFilm(nothing, film, file) : nothing, tags: null };
    }
    const outcome = await this.metadata.read(path);
    return { claims: judgeOutcome(outcome, receivedAt), tags: outcome.outcome === 'read' ? outcome.tags : null };
  }
}

const NEVER_TRACKS: readonly EvidenceKind[] = ['photo', 'video', 'audio'];

function recordingIn(kind: EvidenceKind, head: Buffer, sizeBytes: number): RecordingKind | null {
  if (NEVER_TRACKS.includes(kind)) return null;
  return recogniseRecording(head, sizeBytes) ?? (kind === 'track' ? 'unknown' : null);
}

function isPicture(mediaType: string): boolean {
  return mediaType.startsWith('image/') && mediaType !== 'image/svg+xml';
}
