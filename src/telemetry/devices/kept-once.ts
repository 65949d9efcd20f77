import type { DeviceSummary } from '../../equipment/index.js';
import { SharedTexts } from '../columns/shared-texts.js';
import type { DeviceSlots } from './device.slots.js';

/** Copies of devices for memory: ten thousand of them share a few hundred units, kinds and models, each kept as one text. */
export class KeptOnce {
  private readonly texts = new SharedTexts();

  constructor(private readonly slots: DeviceSlots) {}

  /** `known` where nothing has changed, else a copy that is as small as can be. */
  device(known: DeviceSummary | undefined, news: DeviceSummary): DeviceSummary {
    return known && isSame(known, news) ? known : this.copy(news);
  }

  private copy({ id, assetCode, serial, partOfId, ...words }: DeviceSummary): DeviceSummary {
    return {
      id: this.slots.idAt(this.slots.of(id)),
      assetCode,
      serial,
      unitId: this.texts.same(words.unitId),
      kindCode: this.texts.same(words.kindCode),
      category: this.texts.same(words.category),
      droneClass: words.droneClass && this.texts.same(words.droneClass),
      linkKind: this.texts.same(words.linkKind),
      djiModel: words.djiModel && this.texts.same(words.djiModel),
      state: this.texts.same(words.state),
      partOfId: partOfId && this.slots.idAt(this.slots.of(partOfId)),
    };
  }
}

function isSame(known: DeviceSummary, news: DeviceSummary): boolean {
  return (Object.keys(known) as (keyof DeviceSummary)[]).every((key) => known[key] === news[key]);
}
