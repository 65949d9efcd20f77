import { CreatePlatform1764000001000 } from './1764000001000-create-platform.js';
import { CreateIdentity1764000002000 } from './1764000002000-create-identity.js';
import { CreateCases1764000003000 } from './1764000003000-create-cases.js';
import { CreateCommand1764000008000 } from './1764000008000-create-command.js';

/** Every migration, oldest first. A landed one is never edited. */
export const MIGRATIONS = [
  CreatePlatform1764000001000,
  CreateIdentity1764000002000,
  CreateCases1764000003000,
  CreateCommand1764000008000,
] as const;
