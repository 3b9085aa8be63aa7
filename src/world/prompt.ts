import readline from "node:readline";

/** Questions on one stream, their answers line by line from another: a person at a terminal, or a script's here-document. */
export function askLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): { ask: (text: string) => Promise<string | undefined>; close: () => void } {
  const lines = readline.createInterface({ input });
  const answers = lines[Symbol.asyncIterator]();
  return {
    ask: async (text) => {
      output.write(text);
      const next = await answers.next();
      return next.done === true ? undefined : next.value;
    },
    close: () => {
      lines.close();
    },
  };
}
