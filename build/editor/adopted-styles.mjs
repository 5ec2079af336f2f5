// CodeMirror's styles as constructed sheets: a <style> element is refused by the page's policy
// (style-src 'self'). It stands for the package style-mod in the bundle.
import { StyleModule as Base } from "./node_modules/style-mod/src/style-mod.js";

const sheets = new WeakMap();

export class StyleModule extends Base {
  static mount(root, modules) {
    const owner = root.adoptedStyleSheets ? root : document;
    const known = owner.adoptedStyleSheets;
    const added = [];
    for (const module of Array.isArray(modules) ? modules : [modules]) {
      let sheet = sheets.get(module);
      if (!sheet) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(module.getRules());
        sheets.set(module, sheet);
      }
      if (!known.includes(sheet) && !added.includes(sheet)) added.push(sheet);
    }
    // CodeMirror's own come first: ours are laid over them.
    if (added.length) owner.adoptedStyleSheets = [...added, ...known];
  }
}
