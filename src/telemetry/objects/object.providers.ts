import { GrantHolders } from './grant.holders.js';
import { ObjectCleanup } from './object.cleanup.js';
import { ObjectDoor } from './object.door.js';
import { ObjectFiles } from './object.files.js';
import { ObjectGrantRepository } from './object-grant.repository.js';
import { ObjectGrants } from './object-grants.service.js';
import { ObjectIntake } from './object-intake.service.js';
import { ObjectRepository } from './object.repository.js';
import { ObjectShelf } from './object-shelf.service.js';
import { ObjectUses } from './object.uses.js';
import { ObjectUploads } from './object-uploads.service.js';
import { StorageService } from './storage.service.js';
import { StoreAddress } from './store.address.js';

export const OBJECT_PROVIDERS = [
  GrantHolders,
  ObjectCleanup,
  ObjectDoor,
  ObjectFiles,
  ObjectGrantRepository,
  ObjectGrants,
  ObjectIntake,
  ObjectRepository,
  ObjectShelf,
  ObjectUploads,
  ObjectUses,
  StorageService,
  StoreAddress,
] as const;
