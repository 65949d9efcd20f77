import type { Socket } from 'socket.io';
import type { BoundingBox } from '../../geo/index.js';
import { isLineFree } from '../../platform/index.js';
import type { LiveNewsItem } from './live.news.js';
import type { LiveViewInput } from './live.schemas.js';

/** News that wait for a viewer whose line is busy. */
const MOST_NEWS_WAITING = 500;

const NOBODY: ReadonlySet<string> = new Set();

/** One console that looks at the live map, and how far it has been told. */
export class Viewer {
  bbox: BoundingBox | undefined;
  follow: ReadonlySet<string> = NOBODY;
  /** Devices the viewer may see; shared by viewers with the same rights. */
  visible: ReadonlySet<string> = NOBODY;
  /** Devices told inside the box; shared by viewers who were told the same. */
  shown: ReadonlySet<string> = NOBODY;
  /** Everything up to this change of the board has been told; below 0 nothing yet. */
  toldUpTo = -1;
  /** Devices that came into sight since, told with the next frame. */
  readonly appeared = new Set<string>();
  /** Devices that went out of sight since. */
  readonly gone = new Set<string>();
  readonly followed = new Set<string>();
  followedAt = 0;
  private readonly news: LiveNewsItem[] = [];
  private hasMissed = false;
  followTimer: NodeJS.Timeout | undefined;

  constructor(readonly socket: Socket) {}

  look({ bbox, follow }: LiveViewInput): void {
    this.bbox = bbox;
    this.follow = new Set(follow);
    this.followed.clear();
    this.appeared.clear();
    this.shown = NOBODY;
    this.toldUpTo = -1;
  }

  /** Takes new rights: what they add is told, what they end is taken back. */
  see(visible: ReadonlySet<string>): void {
    if (visible === this.visible) return;
    for (const id of visible) if (!this.visible.has(id)) this.appeared.add(id);
    for (const id of this.visible) if (!visible.has(id)) this.gone.add(id);
    for (const id of this.gone) if (visible.has(id)) this.gone.delete(id);
    this.visible = visible;
  }

  /** False while the last frame is still on its way: such a viewer is left out, and told more the next time. */
  isReady(): boolean {
    return isLineFree(this.socket);
  }

  /** Keeps what is for this viewer until the line is free; more than can be kept is told to be missed. */
  takeNews(news: readonly LiveNewsItem[]): void {
    this.news.push(...news.filter(({ deviceId }) => this.visible.has(deviceId)));
    if (this.news.length > MOST_NEWS_WAITING) {
      this.news.length = 0;
      this.hasMissed = true;
    }
    this.sendNews();
  }

  /** Facts, unlike frames: they are not dropped on the way. */
  sendNews(): void {
    if (!this.isReady() || (this.news.length === 0 && !this.hasMissed)) return;
    const items = this.news.splice(0).filter(({ deviceId }) => this.visible.has(deviceId));
    if (items.length > 0 || this.hasMissed) this.socket.emit('news', { items, missed: this.hasMissed });
    this.hasMissed = false;
  }

  leave(): void {
    clearTimeout(this.followTimer);
  }
}
