export interface Challenge {
  /** In lower case. */
  scheme: string;
  parameters: Record<string, string>;
}

/** RFC 9110, section 11.6.1: several challenges in one field, each a scheme and then parameters, quoted or not. */
export function challengesIn(field: string): Challenge[] {
  const challenges: Challenge[] = [];
  const token = /\s*,*\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|(?=[\s,]|$))/y;
  for (let match = token.exec(field); match !== null; match = token.exec(field)) {
    const [whole, name = "", quoted, bare] = match;
    const isParameter = quoted !== undefined || bare !== undefined;
    if (!isParameter) challenges.push({ scheme: name.toLowerCase(), parameters: {} });
    else {
      const last = challenges.at(-1);
      if (last !== undefined) last.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, "$1") ?? bare ?? "";
    }
    if (whole === "") break;
  }
  return challenges;
}
