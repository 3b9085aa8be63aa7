/** A pattern over check IDs in which `*` stands for any characters and `?` for one. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
