// 一份打开的报告：表单、现在的样子、排着队的请求。改动一处一处送，后一处等前一处；程序没有开着的，等它再开。

import { Failure, post, read, say } from "./common.js";

export const file = new URLSearchParams(location.search).get("file") ?? "";
export const store = { form: null, state: null, dirty: new Set(), listeners: [] };

export const written = (address) =>
  address.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
export const text = (address) => store.state.cells[address] ?? "";

let queue = Promise.resolve();
let waiting = 0;

export function accept(state) {
  const old = store.state;
  store.state = state;
  for (const listen of store.listeners) listen(old, state);
}

// 排队送一个请求；答的是现在的样子。
export function act(name, wishes) {
  waiting += 1;
  const turn = queue.then(async () => {
    const asked = typeof wishes === "function" ? wishes() : wishes;
    const answer = await post(`/api/${name}`, { file, etag: store.state.etag, ...asked });
    if (answer.cells || answer.broken) accept(answer);
    return answer;
  });
  queue = turn.catch(() => {}).then(() => { waiting -= 1; });
  return turn.catch(async (error) => {
    if (error instanceof Failure && error.answer.reload) await refresh();
    throw error;
  });
}

export async function refresh() {
  accept(await read("/api/state", { file }));
}

export async function load() {
  const answer = await read("/api/form", { file });
  store.form = answer.form;
  accept(answer.state);
}

// 隔两秒问一次：文件在别处改过没有，程序还开着没有。
export function pulse(gone) {
  let missed = false;
  setInterval(async () => {
    if (waiting) return;
    try {
      const { etag } = await read("/api/pulse", { file });
      if (missed) { missed = false; gone(false); }
      for (const field of store.dirty) field.send();
      if (etag && etag !== store.state.etag && !waiting && !store.dirty.size) {
        await refresh();
        say("文件在别处改过，已换成新的。");
      }
    } catch (error) {
      if (error instanceof Failure) return;
      if (!missed) { missed = true; gone(true); }
    }
  }, 2000);
}

export function starts(path, prefix) {
  return prefix.every((step, at) => step === path[at] || (step === "*" && Number.isInteger(path[at])));
}

export function parsed(address) {
  return address.split("/").slice(1).map((step) => {
    const plain = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return /^\d+$/.test(plain) ? Number(plain) : plain;
  });
}

// 一处属于哪一页：路径最长的那一块所在的。
export function sheetOf(address) {
  const path = parsed(address);
  let best = store.form.sheets[0];
  let longest = -1;
  for (const sheet of store.form.sheets) {
    for (const home of sheet.blocks.flatMap((block) => [block.path, ...(block.total?.length ? [block.total] : [])])) {
      if (home.length > longest && starts(path, home)) [best, longest] = [sheet, home.length];
    }
  }
  return best;
}
