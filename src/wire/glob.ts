/**
 * A pattern over check IDs in which `*` stands for any characters and `?` for one. Takes time in proportion to the product of
 * both lengths at most: after a mismatch only the last star is tried again, one character further on.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  return (text) => {
    let [at, next] = [0, 0];
    let [star, resumed] = [-1, 0];
    while (at < text.length) {
      const wanted = pattern[next];
      if (wanted === "*") [star, resumed] = [next++, at];
      else if (wanted === "?" || (wanted !== undefined && wanted === text[at])) {
        next += 1;
        at += 1;
      } else if (star >= 0) {
        next = star + 1;
        at = ++resumed;
      } else return false;
    }
    while (pattern[next] === "*") next += 1;
    return next === pattern.length;
  };
}
