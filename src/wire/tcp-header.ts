/** A TCP header as an ICMP error quotes it: perhaps cut short, and written by whoever sent the error. */
export interface QuotedTcpHeader {
  sourcePort: number;
  destinationPort: number;
  sequence: number;
  /** The maximum segment size option; a router that clamps it shows here. Absent when the quote ends before it. */
  maximumSegmentSize?: number;
}

/** RFC 792 quotes at least the ports and the sequence number. */
const MINIMUM_QUOTE_BYTES = 8;
const OPTIONS_AT = 20;
const OPTION_END = 0;
const OPTION_NOTHING = 1;
const OPTION_MSS = 2;

export function decodeQuotedTcp(quote: Uint8Array): QuotedTcpHeader | undefined {
  if (quote.length < MINIMUM_QUOTE_BYTES) return undefined;
  const view = new DataView(quote.buffer, quote.byteOffset, quote.byteLength);
  const mss = maximumSegmentSize(view);
  return {
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    sequence: view.getUint32(4),
    ...(mss !== undefined && { maximumSegmentSize: mss }),
  };
}

function maximumSegmentSize(view: DataView): number | undefined {
  if (view.byteLength < OPTIONS_AT) return undefined;
  const end = Math.min(view.byteLength, (view.getUint8(12) >> 4) * 4);
  let offset = OPTIONS_AT;
  while (offset < end) {
    const kind = view.getUint8(offset);
    if (kind === OPTION_END) return undefined;
    if (kind === OPTION_NOTHING) {
      offset += 1;
      continue;
    }
    const length = offset + 1 < end ? view.getUint8(offset + 1) : 0;
    // An option shorter than its own header would never end.
    if (length < 2 || offset + length > end) return undefined;
    if (kind === OPTION_MSS && length === 4) return view.getUint16(offset + 2);
    offset += length;
  }
  return undefined;
}
