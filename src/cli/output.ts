import { printable } from "../wire/text.ts";
import { errnoOf } from "../world/errno.ts";

/** Resolves once the text has left the process, or once nobody reads any more: `| head` is no error. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (
        error === null ||
        error === undefined ||
        errnoOf(error) === "EPIPE" ||
        errnoOf(error) === "ERR_STREAM_DESTROYED"
      )
        resolve();
      else reject(error);
    });
  });
}

const MAX_REMARK = 400;

/** One line on standard error, harmless whatever is in it. */
export function printWarning(text: string): Promise<void> {
  return write(process.stderr, `edge-preflight: ${printable(text, MAX_REMARK)}\n`);
}

/** A failed write also raises an event, which unheard would end the process with a stack on the screen. */
export function hearWriteErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

const MIN_WIDTH = 60;
const MAX_WIDTH = 200;
const PIPE_WIDTH = 100;

export function widthOf(stream: NodeJS.WriteStream, columnsVariable: string | undefined): number {
  const asked = stream.isTTY ? stream.columns : Number(columnsVariable);
  return Number.isInteger(asked) && asked > 0 ? Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, asked)) : PIPE_WIDTH;
}
