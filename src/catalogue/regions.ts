/**
 * Regions and the private ranges their services live in. Source: the tables "ACK add-on internal image registry
 * endpoints and route CIDR blocks" and "OSS internal endpoints and VIP CIDR blocks". An empty list means that the
 * table has no row for the region: nothing is documented, which is not the same as nothing being needed.
 */
export interface Region {
  id: string;
  name: string;
  /** Routes of registry-{region}-vpc.ack.aliyuncs.com. */
  registryRoutes: readonly string[];
  /** Internal VIP ranges of OSS. */
  ossRanges: readonly string[];
  /** Needs registry-vpc.{region}.aliyuncs.com, the Personal Edition registry, as well. */
  personalRegistry?: true;
}

export const REGIONS: readonly Region[] = [
  {
    id: "cn-hangzhou",
    name: "China (Hangzhou)",
    registryRoutes: ["100.103.9.188/32", "100.103.7.181/32"],
    ossRanges: ["100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24", "100.118.31.0/24"],
  },
  {
    id: "cn-shanghai",
    name: "China (Shanghai)",
    registryRoutes: ["100.103.94.158/32", "100.103.7.57/32", "100.100.80.231/32"],
    ossRanges: ["100.98.35.0/24", "100.98.110.0/24", "100.98.169.0/24", "100.118.102.0/24"],
  },
  {
    id: "cn-fuzhou",
    name: "China (Fuzhou - Local Region)",
    registryRoutes: ["100.100.0.43/32", "100.100.0.28/32"],
    ossRanges: [],
  },
  {
    id: "cn-qingdao",
    name: "China (Qingdao)",
    registryRoutes: ["100.100.0.172/32", "100.100.0.207/32"],
    ossRanges: ["100.115.173.0/24", "100.99.113.0/24", "100.99.114.0/24", "100.99.115.0/24"],
  },
  {
    id: "cn-beijing",
    name: "China (Beijing)",
    registryRoutes: ["100.103.99.73/32", "100.103.0.251/32", "100.103.6.63/32"],
    ossRanges: [
      "100.118.58.0/24",
      "100.118.167.0/24",
      "100.118.170.0/24",
      "100.118.171.0/24",
      "100.118.172.0/24",
      "100.118.173.0/24",
    ],
  },
  {
    id: "cn-zhangjiakou",
    name: "China (Zhangjiakou)",
    registryRoutes: ["100.100.1.179/32", "100.100.80.152/32"],
    ossRanges: ["100.118.90.0/24", "100.98.159.0/24", "100.114.0.0/24", "100.114.1.0/24"],
  },
  {
    id: "cn-huhehaote",
    name: "China (Hohhot)",
    registryRoutes: ["100.100.0.194/32", "100.100.80.55/32"],
    ossRanges: ["100.118.195.0/24", "100.99.110.0/24", "100.99.111.0/24", "100.99.112.0/24"],
  },
  {
    id: "cn-wulanchabu",
    name: "China (Ulanqab)",
    registryRoutes: ["100.100.0.122/32", "100.100.0.58/32"],
    ossRanges: ["100.114.11.0/24", "100.114.12.0/24", "100.114.100.0/24", "100.118.214.0/24"],
  },
  {
    id: "cn-shenzhen",
    name: "China (Shenzhen)",
    registryRoutes: ["100.103.96.139/32", "100.103.6.153/32", "100.103.26.52/32"],
    ossRanges: ["100.118.78.0/24", "100.118.203.0/24", "100.118.204.0/24", "100.118.217.0/24"],
  },
  {
    id: "cn-heyuan",
    name: "China (Heyuan)",
    registryRoutes: ["100.100.0.150/32", "100.100.0.193/32"],
    ossRanges: ["100.98.83.0/24", "100.118.174.0/24"],
  },
  {
    id: "cn-guangzhou",
    name: "China (Guangzhou)",
    registryRoutes: ["100.100.0.101/32", "100.100.0.21/32"],
    ossRanges: ["100.115.33.0/24", "100.114.101.0/24"],
  },
  {
    id: "cn-chengdu",
    name: "China (Chengdu)",
    registryRoutes: ["100.100.0.48/32", "100.100.0.64/32"],
    ossRanges: ["100.115.155.0/24", "100.99.107.0/24", "100.99.108.0/24", "100.99.109.0/24"],
  },
  {
    id: "cn-zhengzhou-jva",
    name: "Zhengzhou (CUCC Joint Venture)",
    registryRoutes: ["100.100.0.111/32", "100.100.0.84/32"],
    ossRanges: [],
  },
  {
    id: "cn-hongkong",
    name: "China (Hong Kong)",
    registryRoutes: ["100.103.85.19/32", "100.100.80.157/32"],
    ossRanges: ["100.115.61.0/24", "100.99.103.0/24", "100.99.104.0/24", "100.99.106.0/24"],
  },
  {
    id: "us-west-1",
    name: "US (Silicon Valley)",
    registryRoutes: ["100.103.13.55/32", "100.100.80.93/32"],
    ossRanges: ["100.115.107.0/24"],
  },
  {
    id: "us-east-1",
    name: "US (Virginia)",
    registryRoutes: ["100.103.12.19/32", "100.100.80.11/32"],
    ossRanges: ["100.115.60.0/24", "100.99.100.0/24", "100.99.101.0/24", "100.99.102.0/24"],
  },
  {
    id: "ap-northeast-1",
    name: "Japan (Tokyo)",
    registryRoutes: ["100.100.0.167/32", "100.100.80.198/32"],
    ossRanges: ["100.114.211.0/24", "100.114.114.0/25"],
  },
  {
    id: "ap-northeast-2",
    name: "South Korea (Seoul)",
    registryRoutes: ["100.100.0.71/32", "100.100.0.33/32"],
    ossRanges: ["100.99.119.0/24"],
  },
  {
    id: "ap-southeast-1",
    name: "Singapore",
    registryRoutes: ["100.103.103.254/32", "100.100.80.136/32"],
    ossRanges: ["100.118.219.0/24", "100.99.213.0/24", "100.99.116.0/24", "100.99.117.0/24"],
  },
  {
    id: "ap-southeast-3",
    name: "Malaysia (Kuala Lumpur)",
    registryRoutes: ["100.100.0.17/32", "100.100.80.137/32"],
    ossRanges: ["100.118.165.0/24", "100.99.125.0/24", "100.99.130.0/24", "100.99.131.0/24"],
  },
  {
    id: "ap-southeast-5",
    name: "Indonesia (Jakarta)",
    registryRoutes: ["100.100.0.226/32", "100.100.80.200/32"],
    ossRanges: ["100.114.98.0/24"],
  },
  {
    id: "ap-southeast-6",
    name: "Philippines (Manila)",
    registryRoutes: ["100.100.0.75/32", "100.100.0.24/32"],
    ossRanges: ["100.115.16.0/24"],
  },
  {
    id: "ap-southeast-7",
    name: "Thailand (Bangkok)",
    registryRoutes: ["100.100.0.62/32", "100.100.0.34/32"],
    ossRanges: ["100.98.249.0/24"],
  },
  {
    id: "eu-central-1",
    name: "Germany (Frankfurt)",
    registryRoutes: ["100.100.0.92/32", "100.100.80.155/32"],
    ossRanges: ["100.115.154.0/24"],
  },
  {
    id: "eu-west-1",
    name: "UK (London)",
    registryRoutes: ["100.100.0.175/32", "100.100.0.18/32"],
    ossRanges: ["100.114.114.128/25"],
  },
  {
    id: "me-central-1",
    name: "SAU (Riyadh - Partner Region)",
    registryRoutes: ["100.100.0.109/32", "100.100.0.18/32"],
    ossRanges: ["100.99.121.0/24"],
  },
  {
    id: "cn-nanjing",
    name: "China (Nanjing - Local Region) (Closing Down)",
    registryRoutes: [],
    ossRanges: ["100.114.142.0/24"],
    personalRegistry: true,
  },
  {
    id: "na-south-1",
    name: "Mexico",
    registryRoutes: [],
    ossRanges: ["100.115.112.0/27"],
  },
  {
    id: "me-east-1",
    name: "UAE (Dubai)",
    registryRoutes: [],
    ossRanges: ["100.99.235.0/24"],
    personalRegistry: true,
  },
  {
    id: "cn-north-2-gov-1",
    name: "Beijing Government Cloud",
    registryRoutes: [],
    ossRanges: [],
    personalRegistry: true,
  },
  {
    id: "cn-hangzhou-finance-1",
    name: "Hangzhou Finance Cloud",
    registryRoutes: [],
    ossRanges: [],
    personalRegistry: true,
  },
  { id: "cn-shanghai-mybk", name: "Shanghai MYbank", registryRoutes: [], ossRanges: [], personalRegistry: true },
  {
    id: "cn-shenzhen-finance-1",
    name: "Shenzhen Finance Cloud",
    registryRoutes: [],
    ossRanges: [],
    personalRegistry: true,
  },
  {
    id: "cn-beijing-finance-1",
    name: "Beijing Finance Cloud",
    registryRoutes: [],
    ossRanges: [],
    personalRegistry: true,
  },
  {
    id: "cn-wuhan-lr",
    name: "China (Wuhan - Local Region)",
    registryRoutes: [],
    ossRanges: [],
    personalRegistry: true,
  },
  { id: "cn-heyuan-acdr-1", name: "Heyuan ACDR", registryRoutes: [], ossRanges: [], personalRegistry: true },
];

const BY_ID = new Map(REGIONS.map((region) => [region.id, region]));

export function findRegion(id: string): Region | undefined {
  return BY_ID.get(id);
}
