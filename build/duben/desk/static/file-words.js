// What is said of editions and files, in Chinese and in English.
import { language } from "./words.js";

const zh = {
  cover: "封面：{cover}；封面和开本在“设置”里选。", oneInk: "印刷厂用的封面只印黑色，红色印成灰色；要印两种颜色，在“设置”里勾选", twoInks: "印刷厂印黑、红两种颜色", epub: "电子书", docx: "给还要再改的人", chooseOne: "请先勾选要做的样式。",
  all: "全部下载（一个压缩文件）", newest: "做好的文件", changes: "勘误表和换页 {time}", copies: "发放的文件", printed: "已印发的一版", olderText: "改稿以前的文字", files: "{n} 个文件", units: "{n} 个单位", sheets: "{n} 面（{sheets} 张纸）", done: "各单位的文件做好了。", none: "请到“成品”里制作。", historyAt: "文字的历史：比较、恢复",
};
const en = {
  cover: "Cover: {cover}; cover and size are chosen under “Settings”.", oneInk: "the cover for the press prints black alone, red becomes grey; for two inks tick it under “Settings”", twoInks: "the press prints black and red", epub: "E-book", docx: "for those who go on writing", chooseOne: "Tick what you want first.",
  all: "Download all (one .zip)", newest: "Files", changes: "Errata and pages to replace, {time}", copies: "Copies for recipients", printed: "The version that was given out", olderText: "of an older text", files: "{n} files", units: "{n} recipients", sheets: "{n} sides ({sheets} sheets)", done: "The files for all recipients are made.", none: "Make them under “Editions”.", historyAt: "The history of the text: compare, or go back",
};
const words = language === "zh" ? zh : en;
export const fileKeys = { zh, en };

/** A sentence about editions and files. */
export const made = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
