import { ArchivedOriginals } from './archived-originals.js';
import { CardArchives } from './card.archives.js';
import { CardFile, CardIntake } from './card-intake.entity.js';
import { CardOrigin } from './card-origin.service.js';
import { CardReceipts } from './card-receipts.service.js';
import { CardRepository } from './card.repository.js';
import { CardUnpacking } from './card.unpacking.js';
import { CardsController } from './cards.controller.js';
import { Cards } from './cards.service.js';

export const CARDS_ENTITIES = [CardFile, CardIntake] as const;
export const CARDS_CONTROLLERS = [CardsController] as const;
export const CARDS_PROVIDERS = [
  ArchivedOriginals,
  CardArchives,
  CardOrigin,
  CardReceipts,
  CardRepository,
  Cards,
  CardUnpacking,
] as const;
