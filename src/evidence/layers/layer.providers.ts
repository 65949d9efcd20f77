import { LayerFileReader } from './layer-file.reader.js';
import { LayerTagger } from './layer-tagger.js';
import { EvidenceLayer } from './layer.entities.js';
import { LayerKeeper } from './layer.keeper.js';
import { LayerRepository } from './layer.repository.js';
import { LayersController } from './layers.controller.js';
import { LayersService } from './layers.service.js';

export const LAYER_PROVIDERS = [LayerFileReader, LayerKeeper, LayerRepository, LayersService, LayerTagger];
export const LAYER_ENTITIES = [EvidenceLayer];
export const LAYER_CONTROLLERS = [LayersController];
