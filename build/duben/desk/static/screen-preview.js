// `duben preview`: pages at the right, problems at the left; the author writes elsewhere.
import { post } from "./api.js";
import { h, say } from "./dom.js";
import { PageView } from "./pages.js";
import { ProblemList } from "./problems.js";
import { t } from "./words.js";

export function previewScreen({ main, book, events }) {
  const open = ({ file, line, column }) => {
    say(`${file}:${line}`);
    return post(`books/${book.key}/open`, { file, line, column }).catch(() => {});
  };
  const pages = new PageView(book.key, { onPlace: open });
  const problems = new ProblemList({ onGo: (problem) => { pages.goTo(problem.file, problem.line, problem.column); open(problem); } });
  const stale = h("p", { class: "stale-note", role: "status", hidden: true });
  main.append(h("div", { class: "previewing" }, problems.element,
    h("div", { class: "pages-pane" }, stale, pages.element)));
  const stop = events.on("state", (state) => {
    stale.hidden = !state.stale;
    stale.textContent = state.since ? t("stale", { since: state.since }) : t("staleYet");
    problems.show(state.problems);
    pages.show(state);
  });
  return () => { stop(); pages.destroy(); };
}
