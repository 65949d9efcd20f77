/** Devices may say any word: so many different ones are kept, then it begins anew. */
const MOST_KEPT = 10_000;

/** Gives equal texts as one and the same: ten thousand devices share a few hundred units, models and modes. */
export class SharedTexts {
  private readonly texts = new Map<string, string>();

  same<Text extends string>(text: Text): Text {
    const known = this.texts.get(text);
    if (known !== undefined) return known as Text;
    if (this.texts.size >= MOST_KEPT) this.texts.clear();
    this.texts.set(text, text);
    return text;
  }
}
