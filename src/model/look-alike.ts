/** A character that looks like another one, which is meant. */
export interface LookAlike {
  found: string;
  /** Its code point as "U+2013". */
  code: string;
  /** Empty where the character is invisible and nothing is meant. */
  meant: string;
}
