import { CardHandOvers } from './card-hand-overs.service.js';
import { CardsAboard } from './cards-aboard.service.js';
import { CardSlots } from './card-slots.service.js';
import { CardJournal } from './card.journal.js';
import { CardRights } from './card.rights.js';
import { Clearing } from './clearing.service.js';
import { ManifestRepository } from './manifest.repository.js';
import { Manifests } from './manifests.service.js';
import { MediaCardsController } from './media-cards.controller.js';
import { MediaCardsService } from './media-cards.service.js';
import { MediaReadingController } from './media-reading.controller.js';
import { MediaCard, MediaEntry, MediaFile, MediaSeal, MediaSealPhoto } from './media.entity.js';
import { MediaReader } from './media.reader.js';
import { MediaRepository } from './media.repository.js';
import { Receipts } from './receipts.service.js';
import { Sealing } from './sealing.service.js';

export const MEDIA_ENTITIES = [MediaCard, MediaFile, MediaSeal, MediaSealPhoto, MediaEntry];

export const MEDIA_CONTROLLERS = [MediaCardsController, MediaReadingController];

export const MEDIA_PROVIDERS = [
  CardHandOvers,
  CardJournal,
  CardRights,
  CardsAboard,
  CardSlots,
  Clearing,
  ManifestRepository,
  Manifests,
  MediaCardsService,
  MediaReader,
  MediaRepository,
  Receipts,
  Sealing,
];
