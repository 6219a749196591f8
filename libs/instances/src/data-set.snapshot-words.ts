/** A text as it is written: whole where it comes for the first time, by its number afterwards. */
export type Word = string | number;

/** Texts that come again and again (ids, concepts, statuses, access sets), each written once. */
export class WordsWritten {
  private readonly numbers = new Map<string, number>();

  of(text: string): Word {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.numbers.size);
    return text;
  }
}

/** The same texts when they are read in the same order; each is held in memory once. Throws RangeError for an unknown number. */
export class WordsRead {
  private readonly texts: string[] = [];

  of<Text extends string>(word: Word): Text {
    if (typeof word === 'string') this.texts.push(word);
    const text = typeof word === 'string' ? word : this.texts[word];
    if (text === undefined) throw new RangeError(`a snapshot names the text ${String(word)} before it was there`);
    return text as Text;
  }
}
