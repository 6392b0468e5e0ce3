/** The package's table of words: ids and names that stand in states, each with a number that outlives package versions.
 *
 * The exporter writes the table into the outline (scorm_export/words.py); a number follows from the word itself, so a
 * changed package still reads what an older one wrote. A number that the table does not know is kept as it is.
 */

/** Bits of a word's number. */
export const WORD_BITS = 24;

const UNKNOWN = /^\0(\d{1,8})$/;

export class Words {
  private readonly byNumber: Map<number, string>;
  private readonly byWord: Map<string, number>;

  constructor(table: Readonly<Record<string, number>>) {
    this.byWord = new Map(Object.entries(table));
    this.byNumber = new Map(Object.entries(table).map(([word, number]) => [number, word]));
  }

  /** undefined: this word has to be spelled out. */
  number(word: string): number | undefined {
    const unknown = UNKNOWN.exec(word);
    if (unknown) return Number(unknown[1]) < 2 ** WORD_BITS ? Number(unknown[1]) : undefined;
    return this.byWord.get(word);
  }

  word(number: number): string {
    return this.byNumber.get(number) ?? `\0${number}`;
  }
}
