/** Parts of packages that are loaded without the rest; the packages declare only the whole. */
declare module "undici/lib/dispatcher/client.js" {
  export { Client as default } from "undici";
}
declare module "undici/lib/api/api-request.js" {
  import type { Client, Dispatcher } from "undici";
  export default function request(this: Client, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
}
declare module "systeminformation/lib/memory.js" {
  import type { mem } from "systeminformation";
  const memory: { mem: typeof mem };
  export default memory;
}
