import { wordsIn } from "../../src/catalogue/words/all.ts";

export const en = wordsIn("en");
export const zh = wordsIn("zh-CN");
