import { PreparedRasters } from './prepared-rasters.js';
import { RasterTilesController } from './raster-tiles.controller.js';
import { RasterTiles } from './raster-tiles.service.js';
import { TileMaker } from './tile.maker.js';
import { TileThreads } from './tile.threads.js';

export const RASTER_PROVIDERS = [PreparedRasters, RasterTiles, TileMaker, TileThreads];
export const RASTER_CONTROLLERS = [RasterTilesController];
