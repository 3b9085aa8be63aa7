import * as v from "valibot";
import type { Answer } from "../answer.ts";
import { ip, object, optionalId, word } from "../fields.ts";

/** vpc DescribeBgpPeers. `BgpStatus` is the state of the BGP session, `Status` that of the list entry. AuthKey is a secret and is not read. */
export const BGP_PEERS: Answer<"bgp-peer"> = {
  kind: "bgp-peer",
  list: { field: "BgpPeers", wrapper: "BgpPeer" },
  marks: ["BgpStatus"],
  row: v.pipe(
    object({ RouterId: optionalId, PeerIpAddress: ip, BgpStatus: word }),
    v.transform((row) => ({ routerId: row.RouterId, peerIp: row.PeerIpAddress, session: row.BgpStatus })),
  ),
};
