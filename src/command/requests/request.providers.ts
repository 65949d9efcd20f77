import { RequestGifts } from './request-gifts.js';
import { RequestCommands } from './request.commands.js';
import { RequestController } from './request.controller.js';
import { RequestReader } from './request.reader.js';
import { RequestRepository } from './request.repository.js';

export const REQUEST_CONTROLLERS = [RequestController];
export const REQUEST_PROVIDERS = [RequestCommands, RequestGifts, RequestReader, RequestRepository];
