import { PhotoCommands } from './photo.commands.js';
import { PromotionGround } from './promotion-ground.js';
import { SceneCommands } from './scene.commands.js';
import { ShowCommands } from './show.commands.js';
import { ShowDeadlines } from './show-deadlines.js';
import { SightRequestRepository } from './sight-request.repository.js';
import { StillDesk } from './still-desk.js';
import { StillPromotion } from './still-promotion.js';
import { StillShelf } from './still-shelf.js';

export const SHOW_PROVIDERS = [
  PhotoCommands,
  PromotionGround,
  SceneCommands,
  ShowCommands,
  ShowDeadlines,
  SightRequestRepository,
  StillDesk,
  StillPromotion,
  StillShelf,
] as const;
