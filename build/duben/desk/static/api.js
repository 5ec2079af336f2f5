// Requests to the server, each with its token; failures are problems in words.
import { t } from "./words.js";

let token = document.querySelector('meta[name="duben-token"]').content;

/** A server that was started again has another token. */
export const setToken = (next) => { token = next; };

const LOCKED = ["desk-session", "desk-token", "desk-origin"]; // refusals of a server that does not know us

/** A request that failed: problems as the program tells them. */
export class Failure extends Error {
  constructor(status, data) {
    super((data?.problems || []).map((problem) => problem.message).join("\n") || t("failed"));
    this.status = status;
    this.data = data || {};
    this.problems = this.data.problems || [];
    /** Whether the server is not there, or another one than that which gave us this page. */
    this.gone = !status || status === 401 || this.problems.some((one) => LOCKED.includes(one.rule));
    if (this.gone) window.dispatchEvent(new Event("duben-gone"));
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(`/api/${path}`, { credentials: "same-origin", ...options });
  } catch {
    throw new Failure(0, { problems: [{ message: t("gone") }] });
  }
  const data = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Failure(response.status, data);
  return data;
}

export const get = (path) => request(path);

export const post = (path, data = {}) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Duben-Token": token },
    body: JSON.stringify(data),
  });

/** Sends a file as it is. */
export const send = (path, file) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-Duben-Token": token },
    body: file,
  });

/** Sends a file to be used by a later request; gives its key. */
export async function upload(file) {
  return (await send(`uploads?name=${encodeURIComponent(file.name)}`, file)).upload;
}

/** Waits until a job is done, telling its stages; gives its result. Raises Failure. */
export async function job(key, onStage = () => {}) {
  for (;;) {
    const state = await get(`jobs/${key}`);
    if (state.done) {
      if (state.problems?.some((problem) => problem.severity === "error")) throw new Failure(400, state);
      return state;
    }
    onStage(state.stage || "");
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
