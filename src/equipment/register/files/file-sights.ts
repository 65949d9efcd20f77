import { Injectable } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';

/** A feature that attaches files to its things: who may see such a thing sees its files. */
export interface FileSight {
  /** Whether the actor may see a thing of the feature that the file is attached to. */
  shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean>;
}

/** The features that attach files; each registers itself when its module starts. */
@Injectable()
export class FileSights {
  private readonly sights: FileSight[] = [];

  register(sight: FileSight): void {
    this.sights.push(sight);
  }

  async show(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    for (const sight of this.sights) if (await sight.shows(tx, actor, fileId)) return true;
    return false;
  }
}
