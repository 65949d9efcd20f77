import { CollectedEvidence } from './collected-evidence.js';
import { CollectionCommands } from './collection.commands.js';
import { CollectionController } from './collection.controller.js';
import { CollectionReader } from './collection.reader.js';
import { CollectionRepository } from './collection.repository.js';

export const COLLECTION_CONTROLLERS = [CollectionController] as const;
export const COLLECTION_PROVIDERS = [
  CollectedEvidence,
  CollectionCommands,
  CollectionReader,
  CollectionRepository,
] as const;
