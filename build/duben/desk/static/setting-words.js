// The words of the form of settings, by group, field and choice; in Chinese and in English.
import { language } from "./words.js";

// A field: its label, and what helps to fill it in.
const zh = {
  groups: { book: "书", cover: "封面", paper: "开本与装订", pages: "版式", imprint: "版权页", official: "公文（做“公文”时用）" },
  fields: {
    "book.title": ["书名"], "book.subtitle": ["副书名"], "book.authors": ["作者、编者", "几个人用顿号隔开"], "book.publisher": ["编印单位"],
    "book.date": ["日期", "写 2026年3月12日 或 2026年3月；不印就空着"], "book.version": ["版次", "印发以后再改，请改成下一版，如 2"],
    "book.language": ["文字"], "book.source": ["来源", "原文出自哪里"],
    "cover.design": ["封面样式"], "cover.picture": ["题图"], "cover.logo": ["标识"], "cover.unit": ["封面上的单位", "不填就用编印单位"], "cover.line": ["书名上面的一行"], "cover.series": ["丛书名、编号"],
    "print.size": ["开本"], "print.binding": ["装订"], "print.sides": ["印几面"], "print.chapter_starts": ["每章从哪一面起"],
    "print.second_colour": ["印刷厂印两种颜色", "不勾选，印刷厂只用黑色，红色印成灰色"], "print.paper_gsm": ["纸的克重", "办公纸一般 70 或 80"],
    "print.backs": ["印背面时纸怎样放", "先印“试印单”，按它说的选"], "print.staple_sheets": ["一钉最多订几张"], "print.split": ["太厚时分成几本"], "print.fold_marks": ["印折线"],
    "output.theme": ["主题", "单位统一的样式"], "output.layout": ["篇幅"], "text.columns": ["正文栏数", "两栏要 A4 或大16开"], "text.answers": ["参考答案"], "text.enumerations": ["提法附录的次序"], "text.appendix": ["印提法附录"], "text.supply": ["书里没有列出的项由词库补上"],
    "imprint.kind": ["类别"], "imprint.permit": ["准印证编号"], "imprint.issuer": ["编印单位全称"], "imprint.recipients": ["发送对象"], "imprint.printer": ["印刷单位"], "imprint.printed": ["印刷日期", "照您写的印"], "imprint.copies": ["印数"],
    "official.format": ["格式"], "official.copy_number": ["份号"], "official.security": ["密级"], "official.security_term": ["保密期限"], "official.urgency": ["紧急程度"], "official.mark": ["发文机关标志", "不填就用发文机关加“文件”"], "official.issuers": ["发文机关", "联合行文用顿号隔开，主办的在前"],
    "official.number": ["发文字号"], "official.signers": ["签发人"], "official.posts": ["签发人职务"], "official.recipients": ["主送机关"], "official.attachments": ["附件"], "official.signature": ["落款", "不填就用发文机关"], "official.date": ["成文日期"], "official.seal": ["留出盖章的地方"], "official.note": ["附注"],
    "official.present": ["出席"], "official.absent": ["请假"], "official.observers": ["列席"], "official.cc": ["抄送机关"], "official.printed_by": ["印发机关"], "official.printed_on": ["印发日期"],
  },
  choices: {
    "book.language": { "zh-Hans": "简体", "zh-Hant": "繁体" }, "output.theme": { "": "不用" },
    "output.layout": { full: "成书：有扉页、目录、版权页", compact: "短文：从目录页起就排正文" },
    "print.binding": { "": "骑马订（印刷厂胶装）", stapled: "骑马订", glued: "胶装", loose: "活页" }, "print.sides": { 1: "单面", 2: "双面" }, "print.chapter_starts": { any: "左右都可以", odd: "都从右面起" },
    "print.backs": { A: "A 照原样", B: "B 次序倒过来", C: "C 转半圈", D: "D 倒过来并转半圈" },
    "text.columns": { 1: "一栏", 2: "两栏" }, "text.answers": { inline: "跟在题后", end: "放在书末", omit: "不印" }, "text.enumerations": { number: "按数目", appearance: "按出现先后", pinyin: "按拼音" },
    "official.format": { document: "文件", letter: "信函", minutes: "纪要", order: "命令（令）" }, "official.security": { "": "不标" }, "official.urgency": { "": "不标" },
  },
  intro: "填好点“保存”。不知道的可以空着，以后再填。", newIntro: "先填书名，别的以后在“设置”里也能填。", save: "保存", saved: "设置已保存。", unsaved: "还有改动没有保存。", wrong: "有 {n} 处要改，请看红字。", broken: "设置文件的写法有误，表格里改不了：请到“高级”里改正标出的那一行。",
  advanced: "高级：设置文件原文", other: "其他尺寸", otherSize: "宽×高，毫米", chooseFile: "选一张图片", changeFile: "换一张", noFile: "不用图", hasFile: "已经放好一张图。", coverWaits: "正在画…", coverNeeds: "要先选图", needed: "（必填）", optional: "一般不用填",
};
const en = {
  groups: { book: "Book", cover: "Cover", paper: "Size and binding", pages: "Pages", imprint: "Imprint", official: "Official document (for that edition)" },
  fields: {
    "book.title": ["Title"], "book.subtitle": ["Subtitle"], "book.authors": ["Authors, editors", "several with commas between"], "book.publisher": ["Publisher"],
    "book.date": ["Date", "2026-03-12 or 2026-03; empty prints none"], "book.version": ["Version", "after it was given out, change it to the next, such as 2"],
    "book.language": ["Characters"], "book.source": ["Source", "where the text comes from"],
    "cover.design": ["Design of the cover"], "cover.picture": ["Picture"], "cover.logo": ["Logo"], "cover.unit": ["Unit on the cover", "the publisher where it is empty"], "cover.line": ["Line over the title"], "cover.series": ["Series and number"],
    "print.size": ["Size"], "print.binding": ["Binding"], "print.sides": ["Sides"], "print.chapter_starts": ["Chapters begin"],
    "print.second_colour": ["The press prints two inks", "without this it prints black alone: red becomes grey"], "print.paper_gsm": ["Weight of the paper (g/m²)", "office paper has 70 or 80"],
    "print.backs": ["How the pile lies for the backs", "print the trial sheet first; it says which"], "print.staple_sheets": ["Sheets that a staple holds"], "print.split": ["Several booklets where it is too thick"], "print.fold_marks": ["Print fold marks"],
    "output.theme": ["Theme", "the office's own style"], "output.layout": ["Extent"], "text.columns": ["Columns", "two need A4 or 大16开"], "text.answers": ["Answers"], "text.enumerations": ["Order of the appendix"], "text.appendix": ["Print the appendix of enumerations"], "text.supply": ["Members that the book lacks come from the library"],
    "imprint.kind": ["Kind"], "imprint.permit": ["Number of the 准印证"], "imprint.issuer": ["Issuer, in full"], "imprint.recipients": ["For whom it is"], "imprint.printer": ["Printer"], "imprint.printed": ["Printed on", "as you write it"], "imprint.copies": ["Copies printed"],
    "official.format": ["Format"], "official.copy_number": ["Copy number"], "official.security": ["Security"], "official.security_term": ["Term of security"], "official.urgency": ["Urgency"], "official.mark": ["Mark of the issuer", "empty: the issuers and 文件"], "official.issuers": ["Issuers", "of a joint document with commas, the host first"],
    "official.number": ["Number"], "official.signers": ["Signers"], "official.posts": ["Their posts"], "official.recipients": ["Main recipients"], "official.attachments": ["Attachments"], "official.signature": ["Signature", "empty: the issuers"], "official.date": ["Date of the document"], "official.seal": ["Leave room for the seal"], "official.note": ["Note"],
    "official.present": ["Present"], "official.absent": ["Absent"], "official.observers": ["Observers"], "official.cc": ["Copies to"], "official.printed_by": ["Printed by"], "official.printed_on": ["Printed on"],
  },
  choices: {
    "book.language": { "zh-Hans": "simplified", "zh-Hant": "traditional" }, "output.theme": { "": "none" },
    "output.layout": { full: "a book: title page, contents, imprint", compact: "a short text: begins on the page of its contents" },
    "print.binding": { "": "stapled (glued by the press)", stapled: "stapled", glued: "glued", loose: "loose leaves" }, "print.sides": { 1: "one", 2: "both" }, "print.chapter_starts": { any: "on any page", odd: "on a right-hand page" },
    "print.backs": { A: "A as it is", B: "B in reverse order", C: "C turned by half", D: "D reversed and turned" },
    "text.columns": { 1: "one", 2: "two" }, "text.answers": { inline: "behind the question", end: "at the end", omit: "not printed" }, "text.enumerations": { number: "by number", appearance: "as they appear", pinyin: "by pinyin" },
    "official.format": { document: "document", letter: "letter", minutes: "minutes", order: "order" }, "official.security": { "": "none" }, "official.urgency": { "": "none" },
  },
  intro: "Fill it in and press “Save”. What you do not know may stay empty.", newIntro: "The title first; the rest can be filled in later under “Settings”.", save: "Save", saved: "The settings are saved.", unsaved: "There are changes that are not saved.", wrong: "{n} fields must be changed; see the red words.", broken: "The file of the settings cannot be read, so the form cannot change it: mend the marked line under “Advanced”.",
  advanced: "Advanced: the file itself", other: "another size", otherSize: "width×height, mm", chooseFile: "Choose a picture", changeFile: "Another picture", noFile: "No picture", hasFile: "A picture is in place.", coverWaits: "Drawing …", coverNeeds: "choose a picture first", needed: "(needed)", optional: "rarely needed",
};
const words = language === "zh" ? zh : en;

/** The name of a group of fields. */
export const groupName = (group) => words.groups[group] ?? group;

/** The label of a field and what helps to fill it in. */
export const fieldWords = (name) => words.fields[name] ?? [name];

/** A choice of a field in words. */
export const choiceName = (name, { value, title }) => title || (words.choices[name]?.[value] ?? value);

/** A sentence of the form. */
export const s = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
export const settingKeys = { zh, en };
