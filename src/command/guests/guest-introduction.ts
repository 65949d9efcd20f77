import { Injectable, type OnModuleInit } from '@nestjs/common';
import { GuestPasses } from '../../identity/index.js';
import { GuestDoor } from './guest-door.js';

/** Tells identity how guests are known. */
@Injectable()
export class GuestIntroduction implements OnModuleInit {
  constructor(
    private readonly passes: GuestPasses,
    private readonly door: GuestDoor,
  ) {}

  onModuleInit(): void {
    this.passes.recogniseBy((pass) => this.door.recognise(pass));
  }
}
