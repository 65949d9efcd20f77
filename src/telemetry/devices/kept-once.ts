import type { DeviceSummary } from '../../equipment/index.js';

/** Copies of devices for memory: ten thousand of them share a few hundred units, kinds and models, each kept as one text. */
export class KeptOnce {
  private readonly texts = new Map<string, string>();

  /** `known` where nothing has changed, else a copy that is as small as can be. */
  device(known: DeviceSummary | undefined, news: DeviceSummary): DeviceSummary {
    return known && isSame(known, news) ? known : this.copy(news);
  }

  private copy({ id, assetCode, serial, partOfId, ...words }: DeviceSummary): DeviceSummary {
    return {
      id,
      assetCode,
      serial,
      unitId: this.text(words.unitId),
      kindCode: this.text(words.kindCode),
      category: this.text(words.category),
      droneClass: words.droneClass && this.text(words.droneClass),
      linkKind: this.text(words.linkKind),
      djiModel: words.djiModel && this.text(words.djiModel),
      state: this.text(words.state),
      partOfId,
    };
  }

  private text<Text extends string>(text: Text): Text {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return (known ?? text) as Text;
  }
}

function isSame(known: DeviceSummary, news: DeviceSummary): boolean {
  return (Object.keys(known) as (keyof DeviceSummary)[]).every((key) => known[key] === news[key]);
}
